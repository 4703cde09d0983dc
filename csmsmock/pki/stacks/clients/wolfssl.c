// A client over wolfSSL.

#include "client.h"

#include <wolfssl/options.h>

#include <wolfssl/ssl.h>

static WOLFSSL_METHOD *method(const char *version) {
	if (is(version, "1.2")) return wolfTLSv1_2_client_method();
	if (is(version, "1.3")) return wolfTLSv1_3_client_method();
	return wolfSSLv23_client_method();
}

int main(int argc, char **argv) {
	struct options o = read_options(argc, argv);
	wolfSSL_Init();
	WOLFSSL_CTX *ctx = wolfSSL_CTX_new(method(o.version));
	if (!ctx || wolfSSL_CTX_load_verify_locations(ctx, o.roots, NULL) != WOLFSSL_SUCCESS) trouble("load the roots");
	wolfSSL_CTX_set_verify(ctx, WOLFSSL_VERIFY_PEER, NULL); // the default of a build for OpenSSL's interface, as Debian's is, is none
	if (is(o.version, "any")) wolfSSL_CTX_SetMinVersion(ctx, WOLFSSL_TLSV1_2);
	if (o.certificates && (wolfSSL_CTX_use_certificate_chain_file(ctx, o.certificates) != WOLFSSL_SUCCESS ||
		wolfSSL_CTX_use_PrivateKey_file(ctx, o.key, WOLFSSL_FILETYPE_PEM) != WOLFSSL_SUCCESS)) trouble("load the certificate");
	WOLFSSL *ssl = wolfSSL_new(ctx);
	if (!ssl || wolfSSL_check_domain_name(ssl, o.host) != WOLFSSL_SUCCESS ||
		wolfSSL_UseSNI(ssl, WOLFSSL_SNI_HOST_NAME, o.host, strlen(o.host)) != WOLFSSL_SUCCESS) trouble("set the host");
	wolfSSL_set_fd(ssl, dial(o));
	int e = wolfSSL_connect(ssl);
	if (e != WOLFSSL_SUCCESS) {
		char why[WOLFSSL_MAX_ERROR_SZ];
		return refused(wolfSSL_ERR_error_string(wolfSSL_get_error(ssl, e), why));
	}
	const char *ask = request(o);
	char answer[1024];
	if (wolfSSL_write(ssl, ask, strlen(ask)) <= 0) return answered(answer, 0);
	int n = wolfSSL_read(ssl, answer, sizeof answer);
	wolfSSL_shutdown(ssl);
	return answered(answer, n);
}
