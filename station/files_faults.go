package station

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// spoilLogAnswer is what this station answers to a GetLog that it follows.
func (fw *firmware) spoilLogAnswer(r ocpp201.GetLogResponse) ocpp201.GetLogResponse {
	if fw.defects.Has(defects.LogAcceptedAsCanceled) {
		r.Status = ocpp201.LogStatusAcceptedCanceled
	}
	return r
}

// spoilLogBegun is what this station tells when an upload begins.
func (fw *firmware) spoilLogBegun() (status ocpp201.UploadLogStatus, told bool) {
	switch {
	case fw.defects.Has(defects.LogUploadNotTold), fw.defects.Has(defects.LogUploadToldAtEnd):
		return "", false
	case fw.defects.Has(defects.LogUploadToldAsUploaded):
		return ocpp201.UploadLogStatusUploaded, true
	}
	return ocpp201.UploadLogStatusUploading, true
}

// spoilLogStatus is what this station tells of its upload when it is asked.
func (fw *firmware) spoilLogStatus(q ocpp201.LogStatusNotificationRequest) ocpp201.LogStatusNotificationRequest {
	if q.Status == ocpp201.UploadLogStatusIdle {
		switch {
		case fw.defects.Has(defects.TriggeredLogUploaded):
			q.Status = ocpp201.UploadLogStatusUploaded
		case fw.defects.Has(defects.TriggeredLogUploading):
			q.Status = ocpp201.UploadLogStatusUploading
		}
		return q
	}
	switch {
	case fw.defects.Has(defects.TriggeredLogIdleWhileUploading):
		return ocpp201.LogStatusNotificationRequest{Status: ocpp201.UploadLogStatusIdle}
	case fw.defects.Has(defects.TriggeredLogUploadedWhileUploading):
		q.Status = ocpp201.UploadLogStatusUploaded
	}
	return q
}

// spoilUpdateAnswer is the answer of this station to an UpdateFirmware that it does not follow.
func (fw *firmware) spoilUpdateAnswer() (r ocpp201.UpdateFirmwareResponse, spoilt bool) {
	switch {
	case fw.defects.Has(defects.FirmwareUpdateRejected):
		r.Status = ocpp201.UpdateFirmwareStatusRejected
	case fw.defects.Has(defects.FirmwareCertificateRefused):
		r.Status = ocpp201.UpdateFirmwareStatusInvalidCertificate
	}
	return r, r.Status != ""
}

// spoilFirmwareBegun tells whether this station tells of a download when it begins.
func (fw *firmware) spoilFirmwareBegun() (told bool) {
	return !fw.defects.Has(defects.FirmwareDownloadNotTold) && !fw.defects.Has(defects.FirmwareDownloadToldAtEnd)
}

// spoilFirmwareTold is a status of an update as this station tells it, of its own accord or because it is asked.
func (fw *firmware) spoilFirmwareTold(q ocpp201.FirmwareStatusNotificationRequest) ocpp201.FirmwareStatusNotificationRequest {
	switch {
	case fw.defects.Has(defects.FirmwareStatusWithoutRequestID):
		q.RequestID = nil
	case fw.defects.Has(defects.FirmwareStatusOtherRequestID):
		q.RequestID = new(*q.RequestID + 1)
	}
	return q
}

// spoilFirmwareStatus is what this station tells of its update when it is asked.
func (fw *firmware) spoilFirmwareStatus(q ocpp201.FirmwareStatusNotificationRequest) ocpp201.FirmwareStatusNotificationRequest {
	if q.Status == ocpp201.FirmwareStatusIdle {
		switch {
		case fw.defects.Has(defects.TriggeredFirmwareInstalled):
			q.Status = ocpp201.FirmwareStatusInstalled
		case fw.defects.Has(defects.TriggeredFirmwareDownloaded):
			q.Status = ocpp201.FirmwareStatusDownloaded
		}
		return q
	}
	switch {
	case fw.defects.Has(defects.TriggeredFirmwareIdleWhileDownloading):
		return ocpp201.FirmwareStatusNotificationRequest{Status: ocpp201.FirmwareStatusIdle}
	case fw.defects.Has(defects.TriggeredFirmwareDownloadedEarly):
		q.Status = ocpp201.FirmwareStatusDownloaded
	case fw.defects.Has(defects.TriggeredFirmwareWithoutRequestID):
		q.RequestID = nil
		return q
	}
	return fw.spoilFirmwareTold(q)
}

// tellPutOff sends what was put off.
func (fw *firmware) tellPutOff() {
	for _, sendIt := range fw.putOff {
		sendIt()
	}
	fw.putOff = nil
}
