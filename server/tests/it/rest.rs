//! Every endpoint of the REST surface.

use serde_json::{Value, json};

use crate::harness::{Server, soon};

#[tokio::test]
async fn the_overview_leads_to_each_modules_parts() {
    let server = Server::start().await;
    for path in ["/api/v1/", "/api/v1"] {
        let overview = server.json(path).await;
        assert!(overview["version"].is_string());
        let modules = overview["modules"].as_array().unwrap();
        assert_eq!(modules.len(), 2);
        for module in modules {
            let name = module["name"].as_str().unwrap();
            assert_eq!(module["url"], format!("/api/v1/{name}/ws"));
            for part in ["spec", "specYaml", "docs"] {
                let path = module[part].as_str().unwrap();
                assert_eq!(server.get(path).await.status(), 200, "{path}");
            }
        }
    }
}

#[tokio::test]
async fn openapi_describes_what_is_served() {
    let server = Server::start().await;
    let document = server.json("/api/v1/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    for (path, item) in document["paths"].as_object().unwrap() {
        let concrete = path.replace("{module}", "broker");
        let response = server.get(&concrete).await;
        let status = response.status().as_u16().to_string();
        let described = &item["get"]["responses"][&status];
        assert!(described.is_object(), "{path} answers {status}");
        let content = described["content"].as_object();
        let kind = content
            .and_then(|content| content.keys().next().cloned())
            .unwrap_or_default();
        let found = response.headers()["content-type"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(
            found.starts_with(&kind),
            "{path}: {found}, described as {kind}"
        );
        if let Some(schema) = content
            .and_then(|content| content.get("application/json"))
            .map(|media| &media["schema"])
            && schema.get("$ref").is_some()
        {
            let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
            fits(&document, schema, &body, path);
        }
    }
}

/// Checks that required members are there and that no others are.
fn fits(document: &Value, schema: &Value, value: &Value, place: &str) {
    if let Some(pointer) = schema["$ref"].as_str() {
        return fits(
            document,
            document.pointer(&pointer[1..]).unwrap(),
            value,
            place,
        );
    }
    let empty = serde_json::Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&empty);
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(
            value.get(name.as_str().unwrap()).is_some(),
            "{place}: {name} is missing"
        );
    }
    for (name, member) in value.as_object().into_iter().flatten() {
        match properties.get(name) {
            Some(schema) => fits(document, schema, member, &format!("{place}.{name}")),
            None => assert!(
                schema["additionalProperties"].is_object() || properties.is_empty(),
                "{place}: {name} is not described"
            ),
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        fits(
            document,
            &schema["items"],
            item,
            &format!("{place}[{index}]"),
        );
    }
}

#[tokio::test]
async fn health_versions_and_configuration_are_told() {
    let server = Server::with(&[], "[ws]\nheartbeat_interval = 12.5").await;
    let health = server.json("/api/v1/health").await;
    assert_eq!(health["status"], "ok");
    assert_eq!(health["modules"], json!(["datafeed", "broker"]));
    let versions = server.json("/api/v1/versions").await;
    assert_eq!(versions["api"], json!(["v1"]));
    assert_eq!(
        versions["modules"]["broker"]["hash"]
            .as_str()
            .unwrap()
            .len(),
        64
    );
    let config = server.json("/api/v1/ws/config").await;
    assert_eq!(config["heartbeat_interval"], 12.5);
}

#[tokio::test]
async fn statistics_follow_the_connections() {
    let server = Server::start().await;
    let mut socket = server.connect("datafeed").await;
    let topic = socket
        .subscribe("bars", json!({ "symbol": "AAPL", "resolution": "1" }))
        .await;
    socket.update(&topic).await;
    let stats = server.json("/api/v1/ws/stats").await;
    let module = &stats["modules"]["datafeed"];
    assert_eq!(
        (
            &module["connections"],
            &module["topics"],
            &module["subscriptions"]
        ),
        (&json!(1), &json!(1), &json!(1)),
        "{stats}"
    );
    assert!(
        module["messagesIn"].as_u64().unwrap() >= 1 && module["bytesOut"].as_u64().unwrap() > 100,
        "{stats}"
    );
    assert_eq!(stats["totals"]["connections"], 1);
}

#[tokio::test]
async fn metrics_are_in_prometheus_form() {
    let server = Server::start().await;
    let mut socket = server.connect("datafeed").await;
    let topic = socket.subscribe("trades", json!({ "symbol": "SPY" })).await;
    socket.update(&topic).await;
    let response = server.get("/metrics").await;
    assert!(
        response.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/plain; version=0.0.4")
    );
    let text = response.text().await.unwrap();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (series, value) = line.rsplit_once(' ').unwrap();
        assert!(value.parse::<f64>().is_ok(), "{line}");
        let name = series.split('{').next().unwrap();
        let family = ["_bucket", "_sum", "_count"]
            .iter()
            .find_map(|end| name.strip_suffix(end))
            .unwrap_or(name);
        assert!(
            text.contains(&format!("# TYPE {family} "))
                || text.contains(&format!("# TYPE {name} ")),
            "{line} has no type"
        );
    }
    for series in [
        "specwire_connections{module=\"datafeed\"} 1\n",
        "specwire_topics{module=\"datafeed\"} 1\n",
        "specwire_subscriptions{module=\"datafeed\"} 1\n",
    ] {
        assert!(text.contains(series), "{series} is missing in:\n{text}");
    }
    for name in [
        "messages_in_total",
        "bytes_out_total",
        "queue_bytes",
        "fanout_seconds_bucket",
        "closes_total",
    ] {
        assert!(
            text.contains(&format!("specwire_{name}")),
            "{name} is missing"
        );
    }
}

#[tokio::test]
async fn closes_are_counted_by_code() {
    let server = Server::start().await;
    let mut socket = server.connect("datafeed").await;
    socket.send(json!({ "type": "nothing" })).await;
    assert_eq!(socket.closed().await, (1003, "No matching type".to_owned()));
    let counted = async {
        while !server
            .text("/metrics")
            .await
            .contains("specwire_closes_total{module=\"datafeed\",code=\"1003\"} 1\n")
        {
            tokio::task::yield_now().await;
        }
    };
    soon("the close to be counted", counted).await;
}

#[tokio::test]
async fn pages_are_whole() {
    let server = Server::start().await;
    for path in ["/", "/api/v1/docs", "/api/v1/datafeed/ws/asyncapi"] {
        let response = server.get(path).await;
        assert!(
            response.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/html"),
            "{path}"
        );
        assert!(
            response.headers().contains_key("content-security-policy"),
            "{path}"
        );
        let html = response.text().await.unwrap();
        assert!(html.contains("</html>"), "{path}");
    }
    let landing = server.text("/").await;
    for path in [
        "/api/v1/datafeed/ws/asyncapi",
        "/api/v1/docs",
        "/api/v1/health",
        "/metrics",
    ] {
        assert!(landing.contains(&format!("href=\"{path}\"")), "{path}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_told_in_json() {
    let server = Server::start().await;
    for path in [
        "/nowhere",
        "/api/v1/none/ws",
        "/api/v1/none/ws/asyncapi.json",
        "/api/v2/",
    ] {
        let response = server.get(path).await;
        assert_eq!(response.status(), 404, "{path}");
        let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        assert_eq!(body["code"], "not_found");
        assert!(body["message"].as_str().unwrap().contains(path), "{body}");
    }
    let posted = reqwest::Client::new()
        .post(server.url("/api/v1/health"))
        .send();
    let response = soon("POST", posted).await.unwrap();
    assert_eq!(response.status(), 405);
    assert!(
        response.headers()["allow"]
            .to_str()
            .unwrap()
            .contains("GET")
    );
    let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_eq!(body["code"], "method_not_allowed");
}

#[tokio::test]
async fn other_origins_may_read() {
    let server = Server::start().await;
    for path in ["/api/v1/", "/api/v1/datafeed/ws/asyncapi.json", "/nowhere"] {
        let response = server.get(path).await;
        assert_eq!(
            response.headers()["access-control-allow-origin"],
            "*",
            "{path}"
        );
    }
    let client = reqwest::Client::new();
    let asked = client.request(
        reqwest::Method::OPTIONS,
        server.url("/api/v1/datafeed/ws/asyncapi.json"),
    );
    let response = soon(
        "OPTIONS",
        asked
            .header("Access-Control-Request-Headers", "if-none-match")
            .send(),
    )
    .await
    .unwrap();
    assert_eq!(response.status(), 204);
    assert!(
        response.headers()["access-control-allow-headers"]
            .to_str()
            .unwrap()
            .contains("If-None-Match")
    );
}
