// A client over GnuTLS.

#include "client.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

static const char *priority(const char *version) {
	if (is(version, "1.2")) return "NORMAL:-VERS-ALL:+VERS-TLS1.2";
	if (is(version, "1.3")) return "NORMAL:-VERS-ALL:+VERS-TLS1.3";
	if (is(version, "low")) return "LEGACY:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:+VERS-TLS1.1:+VERS-TLS1.0:+SIGN-RSA-SHA1:+SIGN-ECDSA-SHA1:%VERIFY_ALLOW_SIGN_WITH_SHA1";
	return "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
}

int main(int argc, char **argv) {
	struct options o = read_options(argc, argv);
	gnutls_certificate_credentials_t mine;
	gnutls_session_t session;
	if (gnutls_certificate_allocate_credentials(&mine) < 0 ||
		gnutls_certificate_set_x509_trust_file(mine, o.roots, GNUTLS_X509_FMT_PEM) < 1) trouble("load the roots");
	if (o.certificates && gnutls_certificate_set_x509_key_file(mine, o.certificates, o.key, GNUTLS_X509_FMT_PEM) < 0)
		trouble("load the certificate");
	if (gnutls_init(&session, GNUTLS_CLIENT) < 0 || gnutls_priority_set_direct(session, priority(o.version), NULL) < 0 ||
		gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, mine) < 0 ||
		gnutls_server_name_set(session, GNUTLS_NAME_DNS, o.host, strlen(o.host)) < 0) trouble("set up the session");
	gnutls_session_set_verify_cert(session, o.host, 0);
	int e, s = dial(o);
	gnutls_transport_set_int(session, s); // a macro, which takes it twice
	do e = gnutls_handshake(session);
	while (e < 0 && !gnutls_error_is_fatal(e));
	if (e < 0) {
		// As gnutls-cli does: gnutls_handshake by itself sends none.
		gnutls_alert_send_appropriate(session, e);
		return refused(gnutls_strerror(e));
	}
	const char *ask = request(o);
	char answer[1024];
	if (gnutls_record_send(session, ask, strlen(ask)) < 0) return answered(answer, 0);
	do e = gnutls_record_recv(session, answer, sizeof answer);
	while (e == GNUTLS_E_AGAIN || e == GNUTLS_E_INTERRUPTED);
	gnutls_bye(session, GNUTLS_SHUT_WR);
	return answered(answer, e);
}
