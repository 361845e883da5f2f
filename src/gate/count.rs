//! Counts people, not keys and not notes.
//!
//! Invariant: the result depends on who signed in which role, never on the order of files.

use std::collections::{BTreeMap, BTreeSet};

use super::standing::Lack;
use crate::base::name::ReviewerId;
use crate::trust::policy::Rule;
use crate::trust::words::Role;

/// For each person, the roles in which they count.
pub(super) type Seats<'a> = BTreeMap<&'a ReviewerId, BTreeSet<Role>>;

/// Seats the people who signed, each in one role unless the rule says otherwise, so that as much of the rule is met as can
/// be; gives the seats and what is lacking. People beyond the need keep the first role they signed in.
pub(super) fn count<'a>(
    rule: &Rule,
    signed: impl IntoIterator<Item = (&'a ReviewerId, Role)>,
) -> (Seats<'a>, Vec<Lack>) {
    let mut people: Seats<'a> = BTreeMap::new();
    for (person, role) in signed {
        people.entry(person).or_default().insert(role);
    }
    if rule.one_person_two_roles {
        let lacks = lacks(rule, |role| people.values().filter(|roles| roles.contains(role)).count());
        return (people, lacks);
    }
    let mut table = Table { rule, people: &people, seated: BTreeMap::new() };
    for person in people.keys().copied() {
        table.seat(person, &mut BTreeSet::new());
    }
    let seated = table.seated;
    let lacks = lacks(rule, |role| seated.values().filter(|seat| **seat == *role).count());
    let seats = people.iter().filter_map(|(person, roles)| {
        let seat = seated.get(person).or(roles.first())?;
        Some((*person, BTreeSet::from([*seat])))
    });
    (seats.collect(), lacks)
}

fn lacks(rule: &Rule, has: impl Fn(&Role) -> usize) -> Vec<Lack> {
    let lacks = rule.needs.iter().map(|(role, needs)| Lack {
        role: *role,
        needs: *needs,
        has: u32::try_from(has(role)).unwrap_or(u32::MAX),
    });
    lacks.filter(|lack| lack.has < lack.needs).collect()
}

/// People on the seats that the rule has for each role.
struct Table<'t, 'a> {
    rule: &'t Rule,
    people: &'t Seats<'a>,
    seated: BTreeMap<&'a ReviewerId, Role>,
}

impl<'a> Table<'_, 'a> {
    /// Finds a seat for `person`, asking others to move where that helps (Kuhn's algorithm); a role in `asked` was
    /// already tried in vain.
    fn seat(&mut self, person: &'a ReviewerId, asked: &mut BTreeSet<Role>) -> bool {
        for role in self.people[person].iter().copied() {
            let seats = self.rule.needs.get(&role).copied().unwrap_or(0) as usize;
            if seats == 0 || !asked.insert(role) {
                continue;
            }
            let sitting: Vec<_> =
                self.seated.iter().filter(|(_, seat)| **seat == role).map(|(person, _)| *person).collect();
            if sitting.len() < seats || sitting.into_iter().any(|other| self.seat(other, asked)) {
                self.seated.insert(person, role);
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::day::Period;
    use crate::trust::words::OnExpiry;

    fn rule(needs: &[(Role, u32)]) -> Rule {
        Rule {
            needs: needs.iter().copied().collect(),
            review_every: Period::Months(12),
            on_expiry: OnExpiry::Banner,
            one_person_two_roles: false,
        }
    }

    /// Counts `a:medical b:editor`.
    fn told(rule: &Rule, signed: &str) -> String {
        let people: Vec<(ReviewerId, Role)> = signed
            .split_whitespace()
            .map(|word| word.split_once(':').unwrap())
            .map(|(id, role)| (ReviewerId::parse(id).unwrap(), Role::parse(role).unwrap()))
            .collect();
        let (seats, lacks) = count(rule, people.iter().map(|(id, role)| (id, *role)));
        if lacks.is_empty() {
            return format!("{seats:?}");
        }
        let words = lacks.iter().map(|lack| format!("{} {}/{}", lack.role, lack.has, lack.needs));
        words.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_person_counts_once() {
        let both = rule(&[(Role::Medical, 1), (Role::Editor, 1)]);
        assert_eq!(told(&both, "a:medical a:editor"), "editor 0/1");
        assert_eq!(told(&both, "a:medical a:medical"), "editor 0/1");
        assert_eq!(told(&both, ""), "medical 0/1, editor 0/1");
        assert_eq!(told(&rule(&[(Role::Medical, 2)]), "a:medical a:medical"), "medical 1/2");
        let lenient = Rule { one_person_two_roles: true, ..both };
        assert_eq!(told(&lenient, "a:medical a:editor"), "{a: {Medical, Editor}}");
    }

    #[test]
    fn people_are_seated_so_that_the_rule_is_met() {
        let both = rule(&[(Role::Medical, 1), (Role::Editor, 1)]);
        assert_eq!(told(&both, "a:medical a:editor b:medical"), "{a: {Editor}, b: {Medical}}");
        assert_eq!(told(&both, "b:medical b:editor a:medical"), "{a: {Medical}, b: {Editor}}");
        let more = rule(&[(Role::Medical, 2), (Role::Editor, 1), (Role::Legal, 1)]);
        let signed = "a:medical a:editor b:medical b:legal c:medical c:editor d:medical";
        assert_eq!(told(&more, signed), "{a: {Editor}, b: {Legal}, c: {Medical}, d: {Medical}}");
    }

    #[test]
    fn people_beyond_the_need_keep_their_first_role() {
        assert_eq!(
            told(&rule(&[(Role::Medical, 1)]), "a:medical b:legal b:editor c:medical"),
            "{a: {Medical}, b: {Editor}, c: {Medical}}"
        );
    }
}
