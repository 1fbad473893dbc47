//! Making a member required: the edits that put its name into `required` of the object.

use super::{edits, entries};
use crate::diag::Edit;
use crate::doc::node::Node;

/// Adds `name` to the `required` of an object schema that describes it.
pub(crate) fn add(object: Node<'_>, name: &str) -> Option<Vec<Edit>> {
    let edit = match object.get("required") {
        Some(list) if list.is_seq() => entries::append(list, name),
        Some(_) => None,
        None => {
            let key = object.key("properties")?;
            let list = format!("[{}]", edits::scalar(object, name));
            entries::insert_before(key, "required", &list)
        }
    };
    Some(vec![edit?])
}

/// A flag `required` on a member becomes an item of the object's list.
pub(crate) fn move_to_object(flag: Node<'_>, value: bool) -> Option<Vec<Edit>> {
    let member = flag.parent()?;
    let mut edits = entries::remove(member.key("required")?, flag)?;
    if value {
        let name = member.own_key()?.as_str()?;
        let members = member.parent()?;
        if members.own_key()?.as_str() != Some("properties") {
            return None;
        }
        let object = members.parent()?;
        let listed = object
            .get("required")
            .is_some_and(|list| list.items().any(|item| item.as_str() == Some(name)));
        if !listed {
            edits.extend(add(object, name)?);
        }
    }
    Some(edits)
}
