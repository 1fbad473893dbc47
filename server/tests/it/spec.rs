//! The served document and its docs page.

use crate::harness::{Server, soon};

async fn with_tag(server: &Server, path: &str, tag: &str) -> reqwest::Response {
    let request = reqwest::Client::new()
        .get(server.url(path))
        .header("If-None-Match", tag);
    soon(path, request.send()).await.unwrap()
}

#[tokio::test]
async fn a_document_is_sent_once_and_then_only_confirmed() {
    let server = Server::start().await;
    for module in ["datafeed", "broker"] {
        for file in ["asyncapi.json", "asyncapi.yaml", "asyncapi"] {
            let path = format!("/api/v1/{module}/ws/{file}");
            let response = server.get(&path).await;
            assert_eq!(response.status(), 200, "{path}");
            let tag = response.headers()["etag"].to_str().unwrap().to_owned();
            assert!(!response.text().await.unwrap().is_empty());
            let again = with_tag(&server, &path, &tag).await;
            assert_eq!(again.status(), 304, "{path}");
            assert_eq!(again.headers()["etag"], tag.as_str());
            assert!(again.text().await.unwrap().is_empty());
            assert_eq!(
                with_tag(&server, &path, "\"other\"").await.status(),
                200,
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn the_document_is_the_one_that_the_session_names() {
    let server = Server::start().await;
    let document = server.json("/api/v1/datafeed/ws/asyncapi.json").await;
    assert_eq!(document["asyncapi"], "2.4.0");
    assert!(
        document["components"]["messages"]
            .as_object()
            .unwrap()
            .len()
            > 20
    );
    let versions = server.json("/api/v1/versions").await;
    let mut socket = server.connect("datafeed").await;
    let info = socket.call("session.info", serde_json::Value::Null).await;
    assert_eq!(
        info["payload"]["hash"],
        versions["modules"]["datafeed"]["hash"]
    );
    assert_eq!(info["payload"]["version"], document["info"]["version"]);
    let tag = server
        .get("/api/v1/datafeed/ws/asyncapi.json")
        .await
        .headers()["etag"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(tag.contains(info["payload"]["hash"].as_str().unwrap()));
}

#[tokio::test]
async fn kinds_are_named_and_head_is_answered() {
    let server = Server::start().await;
    let expected = [
        ("asyncapi.json", "application/json"),
        ("asyncapi.yaml", "application/yaml"),
        ("asyncapi", "text/html"),
    ];
    for (file, kind) in expected {
        let url = server.url(&format!("/api/v1/datafeed/ws/{file}"));
        let response = soon(file, reqwest::Client::new().head(url).send())
            .await
            .unwrap();
        assert_eq!(response.status(), 200);
        let found = response.headers()["content-type"].to_str().unwrap();
        assert!(found.starts_with(kind), "{file}: {found}");
    }
}
