//! Warnings about a recipient address that comes from a user's own record.

use super::finding::{Finding, Level};
use crate::domain::calendar::format_ja;
use crate::domain::channel::Channel;
use crate::domain::flow::walk::Walk;
use crate::domain::service::{Service, is_of};

const RULE: &str = "recipient";

/// Of the desk's own address, where the letter goes there.
pub(in crate::domain) fn recipient(
    walk: &Walk<'_>,
    service: Option<&Service>,
    to: Option<&str>,
) -> Vec<Finding> {
    let desk = service.and_then(|s| Some((s, s.desk_contact(Channel::Mail)?)));
    let Some((service, contact)) = desk.filter(|(_, c)| to == Some(c.value.as_str())) else {
        return Vec::new();
    };
    let own = walk.one("sender.email") == Some(contact.value.as_str());
    let host = contact.value.rsplit_once('@').map_or("", |(_, host)| host);
    let site = service.domain.split('/').next().unwrap_or_default();
    let strange = !site.is_empty() && !is_of(host, site);
    let early = contact.as_of().filter(|on| *on > walk.today);
    let found = [
        own.then(|| text!("gate.desk_is_own").to_owned()),
        (strange && !own).then(|| text!("gate.desk_elsewhere", host, site)),
        early.map(|on| text!("gate.desk_early", day = format_ja(on))),
        (early.is_none() && contact.may_be_old(walk.today))
            .then(|| text!("gate.desk_old").to_owned()),
    ];
    found.into_iter().flatten().map(|m| Finding::new(Level::Say, RULE, None, m)).collect()
}
