import ssl

from connectors.certificates import trusted


def test_connections_hold_servers_to_certificates_that_are_read_once():
    first, second = trusted(), trusted()

    assert first is second
    assert first.verify_mode is ssl.CERT_REQUIRED
    assert first.check_hostname
    assert first.get_ca_certs() != []
