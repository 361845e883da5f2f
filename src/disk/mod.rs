//! disk (to come)
