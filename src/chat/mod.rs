//! chat (to come)
