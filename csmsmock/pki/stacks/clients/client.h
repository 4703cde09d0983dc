// What the clients over all TLS stacks share: the command line, the socket, and the words by which they end.
//
// A client takes HOST ADDRESS PORT ROOTS VERSION [CERTIFICATES KEY]: the name that the certificate has to have, where to
// connect, the roots in PEM, the version (1.2, 1.3, any; low allows versions below 1.2 as well, small asks for small records,
// renegotiate for a second handshake), and for security profile 3
// its own chain and key. It opens a WebSocket, prints one line, and ends with 0: "accepted" and the status line, "refused" and
// its stack's reason, or "ended" when an answer to its request did not come.

#ifndef CLIENT_H
#define CLIENT_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

struct options {
	const char *host, *address, *port, *roots, *version, *certificates, *key;
};

static inline int is(const char *a, const char *b) { return strcmp(a, b) == 0; }

static inline struct options read_options(int argc, char **argv) {
	struct options o = {0};
	if (argc != 6 && argc != 8) {
		fprintf(stderr, "usage: %s HOST ADDRESS PORT ROOTS VERSION [CERTIFICATES KEY]\n", argv[0]);
		exit(2);
	}
	o.host = argv[1], o.address = argv[2], o.port = argv[3], o.roots = argv[4], o.version = argv[5];
	if (argc == 8) o.certificates = argv[6], o.key = argv[7];
	return o;
}

// trouble ends a client that could not even try.
static inline void trouble(const char *what) {
	fprintf(stderr, "cannot %s\n", what);
	exit(2);
}

static inline int dial(struct options o) {
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(o.port))};
	struct timeval limit = {.tv_sec = 120};
	int s = socket(AF_INET, SOCK_STREAM, 0);
	if (s < 0 || inet_pton(AF_INET, o.address, &to.sin_addr) != 1) trouble("make a socket");
	setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
	if (connect(s, (struct sockaddr *)&to, sizeof to) != 0) trouble("connect");
	return s;
}

static inline const char *request(struct options o) {
	static char text[1024];
	snprintf(text, sizeof text,
		"GET /ocpp/station HTTP/1.1\r\nHost: %s:%s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Protocol: ocpp2.0.1\r\n\r\n",
		o.host, o.port);
	return text;
}

static inline int refused(const char *why) {
	printf("refused %s\n", why);
	return 0;
}

// answered ends a client that asked, with what came for an answer.
static inline int answered(const char *answer, int n) {
	if (n <= 0) {
		printf("ended\n");
		return 0;
	}
	int line = 0;
	while (line < n && answer[line] != '\r' && answer[line] != '\n') line++;
	printf("accepted %.*s\n", line, answer);
	return 0;
}

#endif
