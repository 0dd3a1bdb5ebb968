//! Names under which SBOMs list what NVD knows under another: real-time operating systems, kernels, C libraries.
//!
//! A name alone seldom equals NVD's product where generators and people write the project's name in full, or a
//! recipe's, and NVD has some things under two names. The table says which products are meant.

/// A name without what is not letter or digit, and the products it means. All that the database knows are tried.
const NAMES: [(&str, &[(&str, &str)]); 28] = [
    ("apachenuttx", &[("apache", "nuttx")]),
    ("armmbedos", &[("arm", "mbed_os")]),
    ("armmbedtls", &[("arm", "mbed_tls")]),
    ("azurertos", &[("microsoft", "azure_rtos_threadx"), ("eclipse", "threadx")]),
    ("contikios", &[("contiki-os", "contiki"), ("contiki-ng", "contiki-ng")]),
    ("eclipsethreadx", &[("eclipse", "threadx"), ("microsoft", "azure_rtos_threadx")]),
    ("expat", &[("libexpat_project", "libexpat")]),
    ("freertos", &[("amazon", "freertos"), ("amazon", "amazon_web_services_freertos")]),
    ("freertoskernel", &[("amazon", "freertos"), ("amazon", "amazon_web_services_freertos")]),
    ("freertosplustcp", &[("amazon", "freertos-plus-tcp")]),
    ("gnulibc", &[("gnu", "glibc")]),
    ("kernellinux", &[("linux", "linux_kernel")]),
    ("libcurl", &[("haxx", "libcurl"), ("haxx", "curl")]),
    ("linux", &[("linux", "linux_kernel")]),
    ("linuxkernel", &[("linux", "linux_kernel")]),
    ("linuxyocto", &[("linux", "linux_kernel")]),
    ("nuttxrtos", &[("apache", "nuttx")]),
    (
        "qnx",
        &[
            ("blackberry", "qnx_neutrino_real-time_operating_system"),
            ("blackberry", "qnx_software_development_platform"),
        ],
    ),
    (
        "qnxneutrino",
        &[("blackberry", "qnx_neutrino_real-time_operating_system"), ("blackberry", "qnx_neutrino_rtos")],
    ),
    (
        "qnxneutrinortos",
        &[("blackberry", "qnx_neutrino_real-time_operating_system"), ("blackberry", "qnx_neutrino_rtos")],
    ),
    ("qnxsdp", &[("blackberry", "qnx_software_development_platform")]),
    ("riotos", &[("riot-os", "riot")]),
    ("riotrtos", &[("riot-os", "riot")]),
    ("threadx", &[("eclipse", "threadx"), ("microsoft", "azure_rtos_threadx")]),
    ("ubootbootloader", &[("denx", "u-boot")]),
    ("windrivervxworks", &[("windriver", "vxworks")]),
    ("zephyrproject", &[("zephyrproject", "zephyr")]),
    ("zephyrrtos", &[("zephyrproject", "zephyr")]),
];

/// Beginnings of the recipes and packages of Linux kernels, which go on with a board or a maker.
const KERNELS: [&str; 12] = [
    "linux-yocto",
    "linux-raspberrypi",
    "linux-imx",
    "linux-fslc",
    "linux-toradex",
    "linux-ti",
    "linux-intel",
    "linux-xlnx",
    "linux-stm32mp",
    "linux-at91",
    "linux-mainline",
    "linux-image-",
];

/// The products that a name means, given in plain form and as written.
pub(super) fn meant(plain: &str, written: &str) -> &'static [(&'static str, &'static str)] {
    let written = written.to_lowercase();
    if KERNELS.iter().any(|kernel| written.starts_with(kernel)) {
        return &[("linux", "linux_kernel")];
    }
    NAMES.binary_search_by_key(&plain, |row| row.0).map_or(&[], |at| NAMES[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_its_names_are_plain() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        for (name, _) in NAMES {
            assert_eq!(vigil_vulndb::ecosystem::plain_product(name), name);
        }
    }

    #[test]
    fn a_recipe_of_a_kernel_is_the_kernel() {
        assert_eq!(meant("linuxraspberrypirt", "linux-raspberrypi-rt"), [("linux", "linux_kernel")]);
        assert!(meant("linuxfirmware", "linux-firmware").is_empty());
    }
}
