//! The docs pages name the codes of the runtime, all of them and no others.

use specwire_runtime::{Close, ErrorCode};

use crate::harness::Server;

/// The cells of a table's rows, from the table that a heading's id labels.
fn rows<'p>(page: &'p str, heading: &str) -> Vec<Vec<&'p str>> {
    let table = page
        .split(&format!("aria-labelledby={heading}>"))
        .nth(1)
        .and_then(|rest| rest.split("</table>").next())
        .unwrap();
    let body = table.split("<tbody>").nth(1).unwrap();
    body.split("<tr><th>")
        .skip(1)
        .map(|row| row.split("<td>").collect())
        .collect()
}

#[tokio::test]
async fn the_docs_page_names_every_code_of_the_runtime_and_no_other() {
    let server = Server::start().await;
    let timed_out = Close::timed_out(30.0, 3600.0);
    let mut known: Vec<(String, String)> = Close::TABLE
        .iter()
        .map(|(close, _)| (close.code.to_string(), close.reason.to_string()))
        .collect();
    let reason = timed_out.reason.split('.').next().unwrap();
    known.push((timed_out.code.to_string(), reason.to_owned()));
    known.sort();
    let mut errors = ErrorCode::ALL.map(|code| format!("<code>{code}</code>"));
    errors.sort_unstable();
    for module in ["datafeed", "broker"] {
        let page = server.text(&format!("/api/v1/{module}/ws/asyncapi")).await;
        let mut closes: Vec<(String, String)> = rows(&page, "close-codes")
            .iter()
            .map(|cells| (cells[0].to_owned(), cells[1].to_owned()))
            .collect();
        closes.sort();
        assert_eq!(closes, known, "{module}");
        let mut told: Vec<&str> = rows(&page, "error-codes")
            .iter()
            .map(|cells| cells[0])
            .collect();
        told.sort_unstable();
        assert_eq!(told, errors, "{module}");
    }
}
