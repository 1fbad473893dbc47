//! `codegen init`: a new project that builds, passes its tests and runs.

use std::path::{Path, PathBuf};

use super::generate::{self, say};
use super::settle::{package_name, relative};
use super::{Failure, Global, Outcome, Run, checkout};
use crate::doc::files::normalize;

/// Make a new project: a document, a server, a client, and what builds and tests them
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A folder that is not there yet, or is empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The project's name (default: the folder's)
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Depend on the runtime crate in this folder (default: that of the checkout which this program was built from, if
    /// it is still there, else the published one)
    #[arg(long, value_name = "DIR")]
    runtime_path: Option<PathBuf>,
    /// Depend on the client package in this folder (default: as for the runtime)
    #[arg(long, value_name = "DIR")]
    client_path: Option<PathBuf>,
}

macro_rules! files {
    ($($path:literal <- $name:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../templates/init/", $name)))),*]
    };
}

/// Path in the project and text. Names in it are put in place of `__NAME__` and the like.
const FILES: &[(&str, &str)] = files![
    ".github/workflows/ci.yml" <- "github/ci.yml",
    ".gitignore" <- "gitignore",
    "Cargo.toml" <- "Cargo.toml",
    "Makefile" <- "Makefile",
    "README.md" <- "README.md",
    "codegen.toml" <- "codegen.toml",
    "package.json" <- "package.json",
    "schema/greeter.yaml" <- "schema/greeter.yaml",
    "server/Cargo.toml" <- "server/Cargo.toml",
    "server/src/greeter.rs" <- "server/src/greeter.rs",
    "server/src/main.rs" <- "server/src/main.rs",
    "tsconfig.json" <- "tsconfig.json",
    "web/src/main.ts" <- "web/src/main.ts",
    "web/test/greeter.test.ts" <- "web/test/greeter.test.ts",
];

pub(crate) fn run(args: &Args, global: &Global) -> Run {
    let working_dir = std::env::current_dir()
        .map_err(|error| Failure::new(format!("there is no working directory: {error}")))?;
    let root = normalize(&working_dir.join(&args.folder));
    if std::fs::read_dir(&root).is_ok_and(|mut entries| entries.next().is_some()) {
        let failure = Failure::new(format!("{} is not empty", args.folder.display()));
        return Err(failure.hint("name a folder that is not there yet"));
    }
    let folder = root
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let name = args.name.clone().unwrap_or_else(|| package_name(folder));
    if package_name(&name) != name {
        return Err(Failure::new(format!("`{name}` is no name for a package"))
            .hint("lower-case letters, digits and dashes"));
    }
    let from = |given: &Option<PathBuf>| {
        given
            .as_ref()
            .map(|path| normalize(&working_dir.join(path)))
    };
    let runtime = from(&args.runtime_path).or_else(checkout::runtime);
    let client = from(&args.client_path).or_else(checkout::client);
    let values = values(runtime.as_deref(), client.as_deref(), &root, &name);
    for (path, text) in FILES {
        write(&root.join(path), &fill(text, &values))?;
    }
    let outcome = generate::project(&root, global)?;
    if outcome == Outcome::Clean {
        say(&format!(
            "{} is ready: its README.md says how to go on",
            args.folder.display()
        ));
        if let Some(client) = client.filter(|client| !checkout::is_built(client)) {
            say(&format!(
                "build the client package once before `make test`: `make ts` in {}",
                client.parent().unwrap_or(&client).display()
            ));
        }
    }
    Ok(outcome)
}

fn values(
    runtime: Option<&Path>,
    client: Option<&Path>,
    root: &Path,
    name: &str,
) -> [(&'static str, String); 5] {
    let version = env!("CARGO_PKG_VERSION");
    let quoted = |text: String| serde_json::Value::from(text).to_string();
    let dependency = match runtime {
        Some(path) => format!(
            "{{ path = {} }}",
            quoted(relative(&root.join("server"), path))
        ),
        None => quoted(version.to_owned()),
    };
    let config = runtime.map(|path| format!("runtime-path = {}\n", quoted(relative(root, path))));
    let package = match client {
        Some(path) => format!("file:{}", relative(root, path)),
        None => format!("^{version}"),
    };
    [
        ("__NAME__", name.to_owned()),
        ("__SNAKE__", name.replace('-', "_")),
        ("__RUNTIME__", dependency),
        ("__RUNTIME_CONFIG__\n", config.unwrap_or_default()),
        ("__CLIENT__", package),
    ]
}

fn fill(text: &str, values: &[(&str, String)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(name, value)
    })
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))
}
