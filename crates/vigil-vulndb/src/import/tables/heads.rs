//! The heads of the new file: names get their numbers by their order, so that the same records give the same bytes.

use super::Tables;
use super::order::Order;
use crate::file::heads::{Head, Names, pack};

pub(super) fn packed(tables: &Tables, order: &Order) -> Vec<u8> {
    let text = |number: u32| tables.names.text(number);
    let mut kinds = order.kinds.clone();
    kinds.sort_unstable();
    kinds.dedup();
    let mut sources: Vec<&str> = kinds.iter().map(|(source, _)| text(*source)).collect();
    sources.sort_unstable();
    sources.dedup();
    let list = |covers: u32| {
        let mut list: Vec<&str> = order.covers[covers as usize].iter().map(|cover| text(*cover)).collect();
        list.sort_unstable();
        list
    };
    let mut covers: Vec<Vec<&str>> = kinds.iter().map(|(_, covers)| list(*covers)).collect();
    covers.sort_unstable();
    covers.dedup();
    let found = "it was taken from these records";
    let numbers: Vec<((u32, u32), (u32, u32))> = kinds
        .iter()
        .map(|kind| {
            let source = sources.binary_search(&text(kind.0)).expect(found) as u32;
            (*kind, (source, covers.binary_search(&list(kind.1)).expect(found) as u32))
        })
        .collect();
    let names = Names {
        sources: sources.iter().map(ToString::to_string).collect(),
        covers: covers.iter().map(|list| list.iter().map(ToString::to_string).collect()).collect(),
    };
    let heads = order.records.iter().zip(&order.kinds).map(|(origin, kind)| {
        let view = tables.view(*origin);
        let (_, (source, covers)) = numbers[numbers.binary_search_by_key(kind, |row| row.0).expect(found)];
        Head {
            source,
            covers,
            id: view.id,
            modified: view.modified,
            year: view.year,
            withdrawn: view.withdrawn,
            joins: view.joins,
        }
    });
    pack(&names, heads)
}
