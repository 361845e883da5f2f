//! What `--help` says, in the reader's language.

use clap::builder::PossibleValue;
use clap::{Arg, Command};

use crate::diagnostic::Tongue;

/// Gives a command, all that is below it and all their options the words of a tongue.
pub(super) fn in_tongue(mut command: Command, tongue: Tongue) -> Command {
    if tongue == Tongue::English {
        return command;
    }
    // Only then the options that every command has are there to be translated.
    command.build();
    speak(command, tongue)
}

fn speak(command: Command, tongue: Tongue) -> Command {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let about = tongue.phrase(&about).into_owned();
    let template = template(&command, tongue);
    let command = command.about(about).help_template(template);
    let command = command.mut_args(|argument| describe(argument, tongue));
    command.mut_subcommands(|command| speak(command, tongue))
}

/// The order that the library has, under our own headings: its own are English.
fn template(command: &Command, tongue: Tongue) -> String {
    let part = |heading, tag| format!("\n\n{}:\n{{{tag}}}", tongue.phrase(heading));
    let mut template = format!("{{about-with-newline}}\n{}: {{usage}}", tongue.phrase("Usage"));
    if command.has_subcommands() {
        template += &part("Commands", "subcommands");
    }
    if command.get_positionals().next().is_some() {
        template += &part("Arguments", "positionals");
    }
    template + &part("Options", "options") + "{after-help}"
}

fn describe(argument: Arg, tongue: Tongue) -> Arg {
    let help = match argument.get_id().as_str() {
        // What the library says of these depends on how it is asked.
        "help" => "Print help".to_owned(),
        _ => argument.get_help().map(ToString::to_string).unwrap_or_default(),
    };
    let mut words = vec![tongue.phrase(&help).into_owned()];
    let values: Vec<PossibleValue> = argument.get_possible_values();
    let takes_value = argument.get_action().takes_values();
    let names = values.iter().map(PossibleValue::get_name);
    if takes_value && !values.is_empty() {
        let listed = format!("[possible values: {}]", names.collect::<Vec<_>>().join(", "));
        words.push(tongue.phrase(&listed).into_owned());
    }
    let defaults = argument.get_default_values().iter().filter_map(|value| value.to_str());
    for default in defaults.filter(|_| takes_value) {
        words.push(tongue.phrase(&format!("[default: {default}]")).into_owned());
    }
    let short = words.join(" ");
    let each = values.iter().filter_map(|value| {
        let help = value.get_help().filter(|_| takes_value)?.to_string();
        Some(format!("\n- {}: {}", value.get_name(), tongue.phrase(&help)))
    });
    let long = short.clone() + &each.collect::<String>();
    argument.help(short).long_help(long).hide_possible_values(true).hide_default_value(true)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Typed;

    /// What the help of a command and of all below it says.
    fn said(command: &Command) -> Vec<String> {
        let about = command.get_about().map(ToString::to_string);
        let of_arguments = command.get_arguments().flat_map(|argument| {
            let values = argument.get_possible_values();
            let values: Vec<_> =
                values.iter().filter_map(PossibleValue::get_help).map(ToString::to_string).collect();
            argument.get_help().map(ToString::to_string).into_iter().chain(values)
        });
        let below = command.get_subcommands().flat_map(said);
        about.into_iter().chain(of_arguments).chain(below).collect()
    }

    #[test]
    fn everything_that_help_says_is_in_the_catalogue() {
        let mut said = said(&Typed::command());
        said.retain(|words| Tongue::Russian.phrase(words) == words.as_str());
        said.dedup();
        let missing: Vec<_> =
            said.iter().map(|words| format!("{} = \"\"", toml::Value::from(words.as_str()))).collect();
        assert!(missing.is_empty(), "src/diagnostic/words/ru.toml lacks:\n{}", missing.join("\n"));
    }

    #[test]
    fn help_is_russian_from_its_headings_to_its_defaults() {
        let mut command = in_tongue(Typed::command(), Tongue::Russian);
        let help = command.render_long_help().to_string();
        assert!(help.starts_with("Публикует только то"), "{help}");
        assert!(help.contains("\nВызов: vetted [OPTIONS] <COMMAND>\n\nКоманды:\n"), "{help}");
        assert!(help.contains("\n\nПараметры:\n"), "{help}");
        assert!(help.contains("[бывает: `text, json`] [если не указать: `text`]"), "{help}");
        assert!(help.contains("- json: Один документ JSON для программ"), "{help}");
        for english in ["Usage", "Options:", "Commands:", "Possible values", "default:", "Print"] {
            assert!(!help.contains(english), "{english}: {help}");
        }
    }
}
