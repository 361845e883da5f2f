//! Every integration test, in one program.

mod publish;
