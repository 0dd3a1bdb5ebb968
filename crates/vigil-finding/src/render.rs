//! One function a format: a list of findings in, text out.
