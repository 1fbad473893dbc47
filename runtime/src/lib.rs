//! The runtime of specwire: WebSocket endpoints for modules generated from AsyncAPI documents.
//!
//! Generated code builds a [`Module`]; an application mounts modules on a [`Gateway`] and serves the [`Site`]:
//!
//! ```
//! use specwire_runtime::codegen::{Caller, Publisher, RouteInfo, ServiceError, Source, Spec};
//! use specwire_runtime::{Config, Gateway, Module};
//!
//! # const JSON: &str = r##"{"asyncapi": "2.4.0", "channels": {}, "components": {"messages": {
//! #     "bars.subscribe": {"payload": {"type": "object", "required": ["type", "payload"], "properties": {
//! #         "type": {"const": "bars.subscribe"}, "payload": {"type": "string"}}}},
//! #     "bars.unsubscribe": {"payload": {"type": "object", "properties": {"payload": {"type": "string"}}}}}}}"##;
//! # const SPEC: Spec = Spec {
//! #     module: "demo", title: "Demo", version: "1", hash: "", json: JSON, yaml: "", docs: "",
//! # };
//! /// The source of a route: what generated code makes of a service.
//! struct Bars;
//!
//! impl Source for Bars {
//!     type Params = String;
//!     type Update = f64;
//!
//!     async fn authorize(&self, _: &Caller, _: &String) -> Result<(), ServiceError> {
//!         Ok(())
//!     }
//!
//!     async fn start(&self, symbol: String, publisher: Publisher<f64>) -> Result<(), ServiceError> {
//!         publisher.publish(&1.5);
//!         Ok(())
//!     }
//!
//!     async fn stop(&self, _: String) {}
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let info = RouteInfo { name: "bars", replay_last: true, conflate: false };
//! let module = Module::builder(SPEC).route::<String, f64>(info, Bars).build();
//! let site = Gateway::new(Config::default()).mount(module)?.open();
//! let router = site.router(); // An `axum::Router`; `specwire_runtime::run` serves it and drains it at the end.
//! # drop(router);
//! # Ok(())
//! # }
//! ```
//!
//! What makes it fast is in `hub` and `ws`: an update is encoded once and framed once, and the task that has it
//! writes it to the sockets; only sockets that do not take it keep a queue.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod codegen;

mod auth;
mod clock;
mod codes;
mod config;
mod encoding;
mod envelope;
mod error;
mod gateway;
mod http;
mod hub;
#[cfg(all(test, feature = "model"))]
mod model;
mod module;
mod publish;
mod serve;
mod session;
mod stats;
mod sync;
mod ws;

pub use auth::{AuthError, AuthFuture, Authenticator, Caller, Credentials, Principal};
pub use codes::{Close, ErrorCode};
pub use config::{Compression, Config, Drain, Limits, OnBadMessage};
pub use error::{ServiceError, SetupError};
pub use gateway::{Gateway, Site};
pub use module::{Module, ModuleBuilder};
pub use publish::{Batch, Conflate, EventSink, Publisher, Threshold};
pub use serve::{run, serve};

/// Entrances for fuzzing: not part of the interface.
#[doc(hidden)]
pub mod fuzz {
    pub use crate::envelope::fuzz_envelope;
    pub use crate::ws::fuzz_frames;
}
