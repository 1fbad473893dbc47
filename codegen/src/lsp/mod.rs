//! The language server: the findings of `codegen lint` as you type, and the way along references.

mod actions;
mod complete;
mod cursor;
mod navigate;
mod position;
mod publish;
mod workspace;

use std::error::Error;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument,
    DidSaveTextDocument, Notification as _,
};
use lsp_types::request::{
    CodeActionRequest, Completion, GotoDefinition, HoverRequest, Request as _,
};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    HoverProviderCapability, InitializeParams, OneOf, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use workspace::Workspace;

/// Speaks the protocol over standard input and output until the editor says goodbye.
pub fn run() -> Result<(), Box<dyn Error + Sync + Send>> {
    let (connection, threads) = Connection::stdio();
    serve(&connection)?;
    // The writer's thread ends with the last sender.
    drop(connection);
    threads.join()?;
    Ok(())
}

fn serve(connection: &Connection) -> Result<(), Box<dyn Error + Sync + Send>> {
    let (id, params) = connection.initialize_start()?;
    let params: InitializeParams = serde_json::from_value(params)?;
    let result = serde_json::json!({
        "capabilities": capabilities(),
        "serverInfo": {"name": "specwire", "version": env!("CARGO_PKG_VERSION")},
    });
    connection.initialize_finish(id, result)?;
    let mut server = Server {
        connection,
        workspace: Workspace::new(&params),
        stale: false,
    };
    for message in &connection.receiver {
        if let Message::Request(request) = &message
            && connection.handle_shutdown(request)?
        {
            return Ok(());
        }
        server.handle(message)?;
        // Many changes at once are looked at together.
        if server.stale && connection.receiver.is_empty() {
            server.publish()?;
        }
    }
    Ok(())
}

fn capabilities() -> ServerCapabilities {
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Kind(
            TextDocumentSyncKind::INCREMENTAL,
        )),
        definition_provider: Some(OneOf::Left(true)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(["#", "/", "'", "\"", " "].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..CodeActionOptions::default()
        })),
        ..ServerCapabilities::default()
    }
}

struct Server<'c> {
    connection: &'c Connection,
    workspace: Workspace,
    /// Something changed since the last findings were sent.
    stale: bool,
}

type Sent = Result<(), Box<dyn Error + Sync + Send>>;

impl Server<'_> {
    fn handle(&mut self, message: Message) -> Sent {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(notification) => {
                self.notification(notification);
                Ok(())
            }
            // Nothing is asked of the editor.
            Message::Response(_) => Ok(()),
        }
    }

    fn request(&mut self, request: Request) -> Sent {
        if self.stale {
            self.publish()?;
        }
        let workspace = &self.workspace;
        let response = match request.method.as_str() {
            GotoDefinition::METHOD => {
                answer(request, |params| navigate::definition(workspace, &params))
            }
            HoverRequest::METHOD => answer(request, |params| navigate::hover(workspace, &params)),
            Completion::METHOD => answer(request, |params| complete::complete(workspace, &params)),
            CodeActionRequest::METHOD => {
                answer(request, |params| actions::actions(workspace, &params))
            }
            method => {
                let message = format!("`{method}` is not offered");
                Response::new_err(request.id, ErrorCode::MethodNotFound as i32, message)
            }
        };
        Ok(self.connection.sender.send(Message::Response(response))?)
    }

    fn notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        let known = match method.as_str() {
            DidOpenTextDocument::METHOD => with(params, |params| self.workspace.open(params)),
            DidChangeTextDocument::METHOD => with(params, |params| self.workspace.change(params)),
            DidCloseTextDocument::METHOD => with(params, |params| self.workspace.close(&params)),
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => Some(()),
            _ => None,
        };
        if method != DidChangeTextDocument::METHOD {
            self.workspace.forget();
        }
        self.stale |= known.is_some();
    }

    fn publish(&mut self) -> Sent {
        self.stale = false;
        self.workspace.reload();
        for params in publish::findings(&mut self.workspace) {
            let method = lsp_types::notification::PublishDiagnostics::METHOD.to_owned();
            let notification = Notification::new(method, params);
            self.connection
                .sender
                .send(Message::Notification(notification))?;
        }
        Ok(())
    }
}

fn with<P: DeserializeOwned>(params: serde_json::Value, then: impl FnOnce(P)) -> Option<()> {
    // A notification that cannot be read cannot be answered either.
    serde_json::from_value(params).ok().map(then)
}

fn answer<P: DeserializeOwned, R: Serialize>(
    request: Request,
    then: impl FnOnce(P) -> R,
) -> Response {
    let id: RequestId = request.id;
    match serde_json::from_value(request.params) {
        Ok(params) => Response::new_ok(id, then(params)),
        Err(error) => Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string()),
    }
}
