//! The whole surface over a real socket, with a gateway of fixed facts behind it.

use std::collections::BTreeMap;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::stats::{Latency, ModuleStats};
use super::*;

struct Fixed {
    config: Config,
    draining: bool,
}

const SPEC: Spec = Spec {
    module: "demo",
    title: "Demo",
    version: "1.2.3",
    hash: "abc123",
    json: r#"{"asyncapi":"2.4.0"}"#,
    yaml: "asyncapi: 2.4.0\n",
    docs: "<!doctype html><html></html>",
};

impl Facts for Fixed {
    fn specs(&self) -> Vec<Spec> {
        vec![SPEC]
    }

    fn config(&self) -> &Config {
        &self.config
    }

    fn draining(&self) -> bool {
        self.draining
    }

    fn uptime(&self) -> Duration {
        Duration::from_millis(1_500)
    }

    fn stats(&self) -> Stats {
        let module = ModuleStats {
            connections: 2,
            closes: BTreeMap::from([(1001, 3)]),
            fanout: Latency {
                bounds: vec![0.001],
                counts: vec![5, 1],
                sum: 0.25,
            },
            ..ModuleStats::default()
        };
        Stats::new(
            self.uptime(),
            7,
            BTreeMap::from([("demo".to_owned(), module)]),
        )
    }
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let line = |line: &'_ str| line.to_ascii_lowercase().starts_with(&format!("{name}: "));
        let found = self.head.lines().find(|each| line(each))?;
        Some(&found[name.len() + 2..])
    }

    fn json(&self) -> serde_json::Value {
        assert_eq!(
            self.header("content-type"),
            Some("application/json"),
            "{}",
            self.head
        );
        serde_json::from_str(&self.body).unwrap()
    }
}

async fn ask(draining: bool, request: &str) -> Answer {
    let facts = Fixed {
        config: Config::default(),
        draining,
    };
    let app = router(Arc::new(facts), Vec::new());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let mut stream = TcpStream::connect(address).await.unwrap();
    let (line, headers) = request.split_once('\n').unwrap_or((request, ""));
    let text = format!(
        "{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{}\r\n",
        headers.replace('\n', "\r\n")
    );
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    server.abort();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    Answer {
        status: head[9..12].parse().unwrap(),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

async fn get(path: &str) -> Answer {
    ask(false, &format!("GET {path}")).await
}

#[tokio::test]
async fn the_overview_names_each_modules_parts() {
    for path in ["/api/v1", "/api/v1/"] {
        let module = get(path).await.json()["modules"][0].clone();
        assert_eq!(module["url"], "/api/v1/demo/ws");
        assert_eq!(module["spec"], "/api/v1/demo/ws/asyncapi.json");
        assert_eq!(module["docs"], "/api/v1/demo/ws/asyncapi");
    }
}

#[tokio::test]
async fn health_turns_while_draining() {
    let well = get("/api/v1/health").await;
    assert_eq!(
        (well.status, well.json()["status"].as_str()),
        (200, Some("ok"))
    );
    let going = ask(true, "GET /api/v1/health").await;
    assert_eq!(
        (going.status, going.json()["status"].as_str()),
        (503, Some("draining"))
    );
}

#[tokio::test]
async fn documents_are_confirmed_by_their_tag() {
    let first = get("/api/v1/demo/ws/asyncapi.json").await;
    assert_eq!(
        (first.body.as_str(), first.header("etag")),
        (SPEC.json, Some("\"abc123\""))
    );
    let again = ask(
        false,
        "GET /api/v1/demo/ws/asyncapi.json\nif-none-match: \"abc123\"\n",
    )
    .await;
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    let yaml = ask(
        false,
        "GET /api/v1/demo/ws/asyncapi.yaml\nif-none-match: \"abc123\"\n",
    )
    .await;
    assert_eq!((yaml.status, yaml.body.as_str()), (200, SPEC.yaml));
    let docs = get("/api/v1/demo/ws/asyncapi").await;
    assert!(docs.header("content-security-policy").is_some());
    assert_eq!(
        docs.header("content-type"),
        Some("text/html; charset=utf-8")
    );
}

#[tokio::test]
async fn head_is_answered_without_a_body() {
    let answer = ask(false, "HEAD /api/v1/demo/ws/asyncapi.json").await;
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
}

#[tokio::test]
async fn statistics_and_metrics_agree() {
    let stats = get("/api/v1/ws/stats").await.json();
    assert_eq!(
        (
            &stats["totals"]["connections"],
            &stats["modules"]["demo"]["closes"]["1001"]
        ),
        (&2.into(), &3.into())
    );
    let metrics = get("/metrics").await;
    assert_eq!(metrics.header("content-type"), Some(metrics::CONTENT_TYPE));
    for line in [
        "specwire_connections{module=\"demo\"} 2",
        "specwire_closes_total{module=\"demo\",code=\"1001\"} 3",
        "specwire_fanout_seconds_bucket{module=\"demo\",le=\"+Inf\"} 6",
        "specwire_fanout_seconds_sum{module=\"demo\"} 0.25",
    ] {
        assert!(
            metrics.body.lines().any(|each| each == line),
            "{line} is missing in:\n{}",
            metrics.body
        );
    }
}

#[tokio::test]
async fn every_path_of_the_openapi_document_is_served() {
    let document = get("/api/v1/openapi.json").await.json();
    for path in document["paths"].as_object().unwrap().keys() {
        if path != "/api/v1/{module}/ws" {
            assert_eq!(
                get(&path.replace("{module}", "demo")).await.status,
                200,
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn faults_are_told_in_json() {
    let missing = get("/none").await;
    assert_eq!(
        (missing.status, missing.json()["code"].as_str()),
        (404, Some("not_found"))
    );
    let wrong = ask(false, "POST /api/v1/health").await;
    assert_eq!(
        (wrong.status, wrong.json()["code"].as_str()),
        (405, Some("method_not_allowed"))
    );
    assert_eq!(wrong.header("allow"), Some("GET,HEAD"));
}

#[tokio::test]
async fn any_origin_may_read() {
    let read = get("/api/v1/").await;
    assert_eq!(read.header("access-control-allow-origin"), Some("*"));
    let preflight = ask(false, "OPTIONS /api/v1/demo/ws/asyncapi.json").await;
    assert_eq!(preflight.status, 204);
    assert_eq!(
        preflight.header("access-control-allow-headers"),
        Some("If-None-Match")
    );
}
