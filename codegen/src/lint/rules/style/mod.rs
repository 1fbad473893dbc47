//! Matters of taste and of documentation, off unless asked for.

use crate::lint::Rule;

mod channel_case;
mod default_content_type;
mod document_id;
mod info_contact;
mod info_contact_fields;
mod info_description;
mod info_license;
mod info_license_url;
mod latest_version;
mod message_examples;
mod message_id;
mod operation_description;
mod operation_id;
mod operation_message;
mod parameter_description;
mod server_example_host;
mod servers;
mod tag_description;
mod tags;
mod tags_sorted;

pub(in crate::lint) static RULES: &[&dyn Rule] = &[
    &channel_case::ChannelCase,
    &default_content_type::DefaultContentType,
    &document_id::DocumentId,
    &info_contact::InfoContact,
    &info_contact_fields::InfoContactFields,
    &info_description::InfoDescription,
    &info_license::InfoLicense,
    &info_license_url::InfoLicenseUrl,
    &latest_version::LatestVersion,
    &message_examples::MessageExamples,
    &message_id::MessageId,
    &operation_description::OperationDescription,
    &operation_id::OperationId,
    &operation_message::OperationMessage,
    &parameter_description::ParameterDescription,
    &server_example_host::ServerExampleHost,
    &servers::Servers,
    &tag_description::TagDescription,
    &tags::Tags,
    &tags_sorted::TagsSorted,
];
