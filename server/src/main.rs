//! `xpro`: the one program of the site, with its roles as subcommands.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    xpro_server::cli::main()
}
