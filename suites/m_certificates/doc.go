// Package m_certificates holds the cases of functional block M, ISO 15118 Certificate Management: root certificates that the CSMS
// installs (M05), lists (M03) and deletes (M04). What ISO 15118 itself needs is no part of Core and Advanced Security.
package m_certificates
