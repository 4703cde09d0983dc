package files

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// spoilLogAnswer is what this station answers to a GetLog that it follows.
func (fs *Files) spoilLogAnswer(r ocpp201.GetLogResponse) ocpp201.GetLogResponse {
	if fs.defects.Has(defects.LogAcceptedAsCanceled) {
		r.Status = ocpp201.LogStatusAcceptedCanceled
	}
	return r
}

// spoilLogBegun is what this station tells when an upload begins.
func (fs *Files) spoilLogBegun() (status ocpp201.UploadLogStatus, told bool) {
	switch {
	case fs.defects.Has(defects.LogUploadNotTold), fs.defects.Has(defects.LogUploadToldAtEnd):
		return "", false
	case fs.defects.Has(defects.LogUploadToldAsUploaded):
		return ocpp201.UploadLogStatusUploaded, true
	}
	return ocpp201.UploadLogStatusUploading, true
}

// spoilLogStatus is what this station tells of its upload when it is asked.
func (fs *Files) spoilLogStatus(q ocpp201.LogStatusNotificationRequest) ocpp201.LogStatusNotificationRequest {
	if q.Status == ocpp201.UploadLogStatusIdle {
		switch {
		case fs.defects.Has(defects.TriggeredLogUploaded):
			q.Status = ocpp201.UploadLogStatusUploaded
		case fs.defects.Has(defects.TriggeredLogUploading):
			q.Status = ocpp201.UploadLogStatusUploading
		}
		return q
	}
	switch {
	case fs.defects.Has(defects.TriggeredLogIdleWhileUploading):
		return ocpp201.LogStatusNotificationRequest{Status: ocpp201.UploadLogStatusIdle}
	case fs.defects.Has(defects.TriggeredLogUploadedWhileUploading):
		q.Status = ocpp201.UploadLogStatusUploaded
	}
	return q
}

// spoilUpdateAnswer is the answer of this station to an UpdateFirmware that it does not follow.
func (fs *Files) spoilUpdateAnswer() (r ocpp201.UpdateFirmwareResponse, spoilt bool) {
	switch {
	case fs.defects.Has(defects.FirmwareUpdateRejected):
		r.Status = ocpp201.UpdateFirmwareStatusRejected
	case fs.defects.Has(defects.FirmwareCertificateRefused):
		r.Status = ocpp201.UpdateFirmwareStatusInvalidCertificate
	}
	return r, r.Status != ""
}

// spoilFirmwareBegun tells whether this station tells of a download when it begins.
func (fs *Files) spoilFirmwareBegun() (told bool) {
	return !fs.defects.Has(defects.FirmwareDownloadNotTold) && !fs.defects.Has(defects.FirmwareDownloadToldAtEnd)
}

// spoilFirmwareTold is a status of an update as this station tells it, of its own accord or because it is asked.
func (fs *Files) spoilFirmwareTold(q ocpp201.FirmwareStatusNotificationRequest) ocpp201.FirmwareStatusNotificationRequest {
	switch {
	case fs.defects.Has(defects.FirmwareStatusWithoutRequestID):
		q.RequestID = nil
	case fs.defects.Has(defects.FirmwareStatusOtherRequestID):
		q.RequestID = new(*q.RequestID + 1)
	}
	return q
}

// spoilFirmwareStatus is what this station tells of its update when it is asked.
func (fs *Files) spoilFirmwareStatus(q ocpp201.FirmwareStatusNotificationRequest) ocpp201.FirmwareStatusNotificationRequest {
	if q.Status == ocpp201.FirmwareStatusIdle {
		switch {
		case fs.defects.Has(defects.TriggeredFirmwareInstalled):
			q.Status = ocpp201.FirmwareStatusInstalled
		case fs.defects.Has(defects.TriggeredFirmwareDownloaded):
			q.Status = ocpp201.FirmwareStatusDownloaded
		}
		return q
	}
	switch {
	case fs.defects.Has(defects.TriggeredFirmwareIdleWhileDownloading):
		return ocpp201.FirmwareStatusNotificationRequest{Status: ocpp201.FirmwareStatusIdle}
	case fs.defects.Has(defects.TriggeredFirmwareDownloadedEarly):
		q.Status = ocpp201.FirmwareStatusDownloaded
	case fs.defects.Has(defects.TriggeredFirmwareWithoutRequestID):
		q.RequestID = nil
		return q
	}
	return fs.spoilFirmwareTold(q)
}

// tellPutOff sends what was put off.
func (fs *Files) tellPutOff() {
	for _, sendIt := range fs.PutOff {
		sendIt()
	}
	fs.PutOff = nil
}
