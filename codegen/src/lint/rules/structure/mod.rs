//! Objects and members of AsyncAPI: what the grammar finds.

use crate::lint::Rule;

mod asyncapi_version;
mod bad_choice;
mod bad_format;
mod bad_number;
mod channel_address;
mod component_name;
mod empty_list;
mod key_of_other_version;
mod missing_key;
mod not_asyncapi;
mod repeated_item;
mod unknown_key;
mod unquoted_text;
mod wrong_type;

pub(in crate::lint) static RULES: &[&dyn Rule] = &[
    &asyncapi_version::AsyncapiVersion,
    &bad_choice::BadChoice,
    &bad_format::BadFormat,
    &bad_number::BadNumber,
    &channel_address::ChannelAddress,
    &component_name::ComponentName,
    &empty_list::EmptyList,
    &key_of_other_version::KeyOfOtherVersion,
    &missing_key::MissingKey,
    &not_asyncapi::NotAsyncapi,
    &repeated_item::RepeatedItem,
    &unknown_key::UnknownKey,
    &unquoted_text::UnquotedText,
    &wrong_type::WrongType,
];
