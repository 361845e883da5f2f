//! The program: hands over to [`vetted::cli`].

fn main() -> std::process::ExitCode {
    vetted::cli::run()
}
