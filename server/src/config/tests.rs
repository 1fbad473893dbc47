//! Which layer wins, and what is refused.

use super::*;

fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn with(file: &str, env: &[(&str, &str)], flags: &Flags) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("server.toml"), file).unwrap();
    load(flags, variables(env), folder.path()).map_err(|error| error.to_string())
}

#[test]
fn without_anything_there_are_defaults() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        load(&Flags::default(), Vec::new(), folder.path()),
        Ok(Config::default())
    );
}

#[test]
fn each_layer_wins_over_the_one_before() {
    let file = "seed = 2\nmodules = [\"broker\"]\n[ws]\nheartbeat_interval = 10.0\n[ws.limits]\nmax_connections = 7";
    let env = [
        ("SPECWIRE_SEED", "3"),
        ("SPECWIRE_WS_HEARTBEAT_INTERVAL", "20"),
    ];
    let flags = Flags {
        seed: Some(4),
        ..Flags::default()
    };
    assert_eq!(with(file, &[], &Flags::default()).unwrap().seed, 2);
    assert_eq!(with(file, &env, &Flags::default()).unwrap().seed, 3);
    let config = with(file, &env, &flags).unwrap();
    assert_eq!(config.seed, 4);
    assert_eq!(config.modules, ["broker"]);
    assert_eq!(config.ws.heartbeat_interval, 20.0);
    assert_eq!(config.ws.limits.max_connections, 7);
    assert_eq!(config.ws.max_connection_lifespan, 3600.0);
}

#[test]
fn variables_take_every_kind_of_value() {
    let env = [
        ("SPECWIRE_LISTEN", "127.0.0.1:1, [::1]:2"),
        ("SPECWIRE_WS__LIMITS__MAX_TOPICS_PER_CONNECTION", "5"),
        ("SPECWIRE_WS_COMPRESSION_ENABLED", "false"),
        ("SPECWIRE_WS_ON_BAD_MESSAGE", "reply"),
        ("SPECWIRE_LOG_FORMAT", "json"),
        (
            "SPECWIRE_AUTH_TOKENS",
            "[{ token = \"t\", principal = \"desk\", accounts = [\"A\"] }]",
        ),
        ("HOME", "/"),
    ];
    let config = with("", &env, &Flags::default()).unwrap();
    assert_eq!(config.listen, ["127.0.0.1:1", "[::1]:2"]);
    assert_eq!(config.ws.limits.max_topics_per_connection, 5);
    assert!(!config.ws.compression.enabled);
    assert_eq!(config.log.format, LogFormat::Json);
    assert_eq!(config.auth.tokens[0].accounts, ["A"]);
}

/// A file, variables, and what must be said about them.
type Fault = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
);

#[test]
fn faults_are_told_with_their_place() {
    let cases: [Fault; 17] = [
        (
            "[ws]\nhartbeat = 1.0",
            &[],
            &["server.toml", "line 2", "hartbeat", "heartbeat_interval"],
        ),
        ("lissten = []", &[], &["line 1", "did you mean `listen`?"]),
        ("[ws]\nshards = 257", &[], &["ws.shards", "256"]),
        (
            "[ws]\nallowed_origins = [\"https://a.example/\"]",
            &[],
            &[
                "ws.allowed_origins",
                "`https://a.example/`",
                "https://app.example.com",
            ],
        ),
        ("seed = \"x\"", &[], &["server.toml", "line 1", "seed"]),
        ("seed =", &[], &["server.toml", "line 1"]),
        (
            "modules = [\"news\"]",
            &[],
            &["modules", "news", "datafeed, broker"],
        ),
        ("listen = [\"localhost\"]", &[], &["listen", "`localhost`"]),
        (
            "[ws]\nheartbeat_interval = -1.0",
            &[],
            &["ws.heartbeat_interval", "-1"],
        ),
        (
            "",
            &[("SPECWIRE_WS_HARTBEAT_INTERVAL", "1")],
            &[
                "SPECWIRE_WS_HARTBEAT_INTERVAL: no such setting",
                "did you mean SPECWIRE_WS_HEARTBEAT_INTERVAL?",
            ],
        ),
        (
            "",
            &[("SPECWIRE_SEED", "many")],
            &["SPECWIRE_SEED", "whole number"],
        ),
        (
            "",
            &[("SPECWIRE_WS_ON_BAD_MESSAGE", "shout")],
            &["SPECWIRE_WS_ON_BAD_MESSAGE", "shout", "reply"],
        ),
        (
            "",
            &[("SPECWIRE_WS_LIMITS_MAX_CONNECTIONS", "-3")],
            &["SPECWIRE_WS_LIMITS_MAX_CONNECTIONS", "-3"],
        ),
        (
            "[ws.limits]\nmax_topics_per_connection = 0",
            &[],
            &["ws.limits.max_topics_per_connection", "at least 1"],
        ),
        (
            "[ws.limits]\nmax_inbound_rate = -1.0",
            &[],
            &["ws.limits.max_inbound_rate", "no limit"],
        ),
        (
            "modules = [\"broker\", \"broker\"]",
            &[],
            &["modules", "`broker` stands twice"],
        ),
        (
            "[log]\nlevel = \"inof\"",
            &[],
            &["log.level", "`inof`", "debug"],
        ),
    ];
    for (file, env, expected) in cases {
        let error = with(file, env, &Flags::default()).unwrap_err();
        for part in expected {
            assert!(error.contains(part), "`{part}` is missing in: {error}");
        }
    }
}

#[test]
fn a_named_file_must_exist() {
    let flags = Flags {
        config: Some("/nowhere/server.toml".into()),
        ..Flags::default()
    };
    assert!(
        with("", &[], &flags)
            .unwrap_err()
            .contains("/nowhere/server.toml")
    );
}

#[test]
fn what_is_printed_can_be_read_back() {
    let printed = Config::default().printed();
    assert_eq!(
        toml::from_str::<Config>(&printed).unwrap(),
        Config::default()
    );
}

#[test]
fn tokens_are_not_printed() {
    let env = [(
        "SPECWIRE_AUTH_TOKENS",
        "[{ token = \"secret-1\", principal = \"desk\" }]",
    )];
    let printed = with("", &env, &Flags::default()).unwrap().printed();
    assert!(printed.contains("desk") && !printed.contains("secret-1"));
}
