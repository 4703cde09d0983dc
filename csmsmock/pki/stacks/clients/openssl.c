// A client over OpenSSL.

#include "client.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

static int why(SSL *ssl) {
	long verified = SSL_get_verify_result(ssl);
	if (verified != X509_V_OK) return refused(X509_verify_cert_error_string(verified));
	const char *reason = ERR_reason_error_string(ERR_get_error());
	return refused(reason ? reason : "the connection ended");
}

int main(int argc, char **argv) {
	struct options o = read_options(argc, argv);
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	if (!ctx || SSL_CTX_load_verify_locations(ctx, o.roots, NULL) != 1) trouble("load the roots");
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_min_proto_version(ctx, is(o.version, "1.3") ? TLS1_3_VERSION : TLS1_2_VERSION);
	if (is(o.version, "1.2") || is(o.version, "renegotiate")) SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
	if (is(o.version, "low")) {
		SSL_CTX_set_min_proto_version(ctx, TLS1_VERSION);
		if (SSL_CTX_set_cipher_list(ctx, "ALL:@SECLEVEL=0") != 1) trouble("choose suites");
	}
	if (o.certificates && (SSL_CTX_use_certificate_chain_file(ctx, o.certificates) != 1 ||
		SSL_CTX_use_PrivateKey_file(ctx, o.key, SSL_FILETYPE_PEM) != 1)) trouble("load the certificate");
	SSL *ssl = SSL_new(ctx);
	if (!ssl || SSL_set1_host(ssl, o.host) != 1 || SSL_set_tlsext_host_name(ssl, o.host) != 1) trouble("set the host");
	SSL_set_fd(ssl, dial(o));
	if (SSL_connect(ssl) != 1) return why(ssl);
	const char *ask = request(o);
	char answer[1024];
	if (is(o.version, "renegotiate") && (SSL_renegotiate(ssl) != 1 || SSL_do_handshake(ssl) != 1)) return why(ssl);
	if (SSL_write(ssl, ask, strlen(ask)) <= 0) return answered(answer, 0);
	int n = SSL_read(ssl, answer, sizeof answer);
	SSL_shutdown(ssl);
	return answered(answer, n);
}
