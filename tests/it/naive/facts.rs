//! The facts of the region, as the naive gate sees them.

use super::gate::{Gate, Needs, Voice};

/// Facts that are live.
#[derive(Debug)]
pub struct Facts {
    pub text: String,
    pub due: String,
    pub demonstration: bool,
}

const FOLDER: &str = "record/facts/here";

impl Gate<'_> {
    /// Rule 3: the highest version that those have signed whom its groups ask for.
    pub fn facts(&self) -> Option<Facts> {
        let needs = |_: &str, digest: &str| {
            let path = |number: u32| format!("{FOLDER}/{number}/facts.toml");
            let path = (1..9).map(path).find(|path| self.digest(path).as_deref() == Some(digest))?;
            Some(needs(str::from_utf8(self.file(&path)?).ok()?))
        };
        let versions = self.versions(FOLDER, "facts", ["here", "-"], &needs);
        let good = versions.iter().filter_map(|version| {
            let path = format!("{}/facts.toml", version.place);
            let digest = self.digest(&path)?;
            let voices = version.voices.iter().filter(|voice| voice.text() == digest);
            let voices: Vec<&Voice> = voices.collect();
            let needs = needs("-", &digest).filter(|needs| self.enough(needs, &voices))?;
            let demonstration = self.is_demonstration(&needs, &voices);
            let text = String::from_utf8(self.file(&path)?.to_vec()).ok()?;
            let due = self.due(&self.heard(&needs, &voices), &versions);
            Some((!demonstration, version.number, Facts { text, due, demonstration }))
        });
        good.max_by_key(|(real, number, _)| (*real, *number)).map(|(_, _, facts)| facts)
    }
}

fn needs(text: &str) -> Needs {
    let groups = [("[contacts.", "service"), ("[clinical.", "medical")];
    let asked = groups.into_iter().filter(|(group, _)| text.contains(group));
    let needs: Needs = asked.map(|(_, role)| (role, 1)).collect();
    if needs.is_empty() { groups.map(|(_, role)| (role, 1)).into() } else { needs }
}
