//! Tests over published vectors and generated versions.
