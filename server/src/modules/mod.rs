//! The services behind the generated routers.

mod broker;
mod datafeed;

pub use broker::Broker;
pub use datafeed::Datafeed;
