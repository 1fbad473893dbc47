//! Where settings come from, as the process's user sees it.

use std::process::Output;

use crate::harness::{Server, command, soon};

async fn print(file: &str, env: &[(&str, &str)], flags: &[&str]) -> Output {
    let (mut command, folder) = command();
    std::fs::write(folder.path().join("server.toml"), file).unwrap();
    command
        .envs(env.iter().copied())
        .args(flags)
        .arg("--print-config");
    soon("--print-config", command.output()).await.unwrap()
}

async fn printed(file: &str, env: &[(&str, &str)], flags: &[&str]) -> toml::Table {
    let output = print(file, env, flags).await;
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().parse().unwrap()
}

#[tokio::test]
async fn flags_win_over_the_environment_over_the_file_over_defaults() {
    let file = "seed = 2\n[ws]\nheartbeat_interval = 11.0\nmax_connection_lifespan = 12.0";
    let env = [
        ("SPECWIRE_SEED", "3"),
        ("SPECWIRE_WS_HEARTBEAT_INTERVAL", "21.5"),
    ];
    let config = printed(
        file,
        &env,
        &[
            "--seed",
            "4",
            "--modules",
            "broker",
            "--listen",
            "127.0.0.1:9",
        ],
    )
    .await;
    assert_eq!(config["seed"].as_integer(), Some(4));
    assert_eq!(config["ws"]["heartbeat_interval"].as_float(), Some(21.5));
    assert_eq!(
        config["ws"]["max_connection_lifespan"].as_float(),
        Some(12.0)
    );
    assert_eq!(config["ws"]["on_bad_message"].as_str(), Some("close"));
    assert_eq!(config["modules"].as_array().unwrap().len(), 1);
    assert_eq!(config["listen"][0].as_str(), Some("127.0.0.1:9"));
}

#[tokio::test]
async fn what_is_printed_can_be_used() {
    let first = print("seed = 5", &[], &[]).await;
    let again = print(std::str::from_utf8(&first.stdout).unwrap(), &[], &[]).await;
    assert_eq!(first.stdout, again.stdout);
}

#[tokio::test]
async fn unknown_keys_are_refused_with_their_place() {
    let output = print("[ws]\nheartbeat = 3.0\n", &[], &[]).await;
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    for part in ["server.toml", "line 2", "heartbeat", "heartbeat_interval"] {
        assert!(said.contains(part), "`{part}` is missing in: {said}");
    }
    let output = print("", &[("SPECWIRE_HEARTBEAT", "3")], &[]).await;
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("SPECWIRE_HEARTBEAT")
    );
}

#[tokio::test]
async fn an_address_in_use_is_told() {
    let server = Server::start().await;
    let (mut command, _folder) = command();
    let output = command.args(["--listen", &server.addresses[0]]).output();
    let output = soon("the second server", output).await.unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(&server.addresses[0]), "{said}");
}

#[tokio::test]
async fn logs_are_json_where_asked_for() {
    let (mut command, _folder) = command();
    command.args(["--listen", "127.0.0.1:0", "--log-format", "json"]);
    command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let child = command.spawn().unwrap();
    let mut child = child;
    let mut lines = {
        use tokio::io::AsyncBufReadExt;
        tokio::io::BufReader::new(child.stderr.take().unwrap()).lines()
    };
    let line = soon("a log line", lines.next_line())
        .await
        .unwrap()
        .unwrap();
    let entry: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert!(
        entry["level"].is_string() && entry["timestamp"].is_string(),
        "{entry}"
    );
}
