// A client over mbedTLS 2, which knows TLS 1.2 and below.

#include "client.h"

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>

int main(int argc, char **argv) {
	struct options o = read_options(argc, argv);
	mbedtls_entropy_context entropy;
	mbedtls_ctr_drbg_context random;
	mbedtls_ssl_context ssl;
	mbedtls_ssl_config config;
	mbedtls_x509_crt roots, mine;
	mbedtls_pk_context key;
	mbedtls_net_context net;
	mbedtls_entropy_init(&entropy);
	mbedtls_ctr_drbg_init(&random);
	mbedtls_ssl_init(&ssl);
	mbedtls_ssl_config_init(&config);
	mbedtls_x509_crt_init(&roots);
	mbedtls_x509_crt_init(&mine);
	mbedtls_pk_init(&key);
	mbedtls_net_init(&net);
	if (mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, NULL, 0) != 0 ||
		mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT) != 0)
		trouble("set up the stack");
	if (mbedtls_x509_crt_parse_file(&roots, o.roots) != 0) trouble("load the roots");
	if (o.certificates && (mbedtls_x509_crt_parse_file(&mine, o.certificates) != 0 || mbedtls_pk_parse_keyfile(&key, o.key, NULL) != 0 ||
		mbedtls_ssl_conf_own_cert(&config, &mine, &key) != 0)) trouble("load the certificate");
	mbedtls_ssl_conf_ca_chain(&config, &roots, NULL);
	mbedtls_ssl_conf_authmode(&config, MBEDTLS_SSL_VERIFY_REQUIRED);
	mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
	if (!is(o.version, "low")) mbedtls_ssl_conf_min_version(&config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
	if (is(o.version, "small")) mbedtls_ssl_conf_max_frag_len(&config, MBEDTLS_SSL_MAX_FRAG_LEN_1024);
	if (mbedtls_ssl_setup(&ssl, &config) != 0 || mbedtls_ssl_set_hostname(&ssl, o.host) != 0) trouble("set the host");
	net.fd = dial(o);
	mbedtls_ssl_set_bio(&ssl, &net, mbedtls_net_send, mbedtls_net_recv, NULL);
	int e;
	do e = mbedtls_ssl_handshake(&ssl);
	while (e == MBEDTLS_ERR_SSL_WANT_READ || e == MBEDTLS_ERR_SSL_WANT_WRITE);
	if (e != 0) {
		char why[256];
		uint32_t flags = mbedtls_ssl_get_verify_result(&ssl);
		mbedtls_strerror(e, why, sizeof why);
		if (flags != 0 && flags != (uint32_t)-1 && mbedtls_x509_crt_verify_info(why, sizeof why, "", flags) > 0) why[strcspn(why, "\n")] = 0;
		return refused(why);
	}
	const char *ask = request(o);
	unsigned char answer[1024];
	if (mbedtls_ssl_write(&ssl, (const unsigned char *)ask, strlen(ask)) <= 0) return answered((char *)answer, 0);
	do e = mbedtls_ssl_read(&ssl, answer, sizeof answer);
	while (e == MBEDTLS_ERR_SSL_WANT_READ);
	mbedtls_ssl_close_notify(&ssl);
	return answered((char *)answer, e);
}
