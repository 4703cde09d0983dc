package operation

import (
	"context"
	"errors"
	"net/url"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/files"
	"github.com/certbench/certbench/station/wire"
)

// filesPatches are the faults of uploads and firmware updates.
var filesPatches = []defects.Patch{
	{Of: []defects.Defect{
		defects.LogRejected, defects.LogAcceptedAsCanceled, defects.SecurityLogRejected, defects.SecondLogAccepted, defects.SecondLogRejected,
		defects.LogWithoutFilename, defects.LogFilenameEmpty, defects.LogRetriesIgnored, defects.LogRetryIntervalIgnored, defects.LogRetriedOnceMore,
	}, Put: logAnswers},
	{Of: []defects.Defect{defects.LogUploadNotTold, defects.LogUploadToldAtEnd, defects.LogUploadToldAsUploaded}, Put: logBegins},
	{Of: []defects.Defect{
		defects.TriggeredLogUploaded, defects.TriggeredLogUploading, defects.TriggeredLogIdleWhileUploading, defects.TriggeredLogUploadedWhileUploading,
	}, Put: logAsked},
	{Of: []defects.Defect{defects.LogNotUploaded, defects.LogUploadedInTwoFiles}, Put: logMoves},
	{Of: []defects.Defect{
		defects.LogUploadedNotTold, defects.LogUploadedToldEarly, defects.LogFailureNotTold, defects.LogFailureToldAsUploaded, defects.LogFailureToldTwice,
		defects.LogCancelNotTold,
	}, Put: logEnds},
	{Of: []defects.Defect{defects.LogStatusWithoutRequestID, defects.LogStatusOfFirstRequest, defects.LogCancelOfSecondRequest}, Put: logRequestID},
	{Of: []defects.Defect{defects.FirmwareUpdateRejected, defects.FirmwareCertificateRefused}, Put: updateAnswers},
	{Of: []defects.Defect{defects.FirmwareDownloadNotTold, defects.FirmwareDownloadToldAtEnd, defects.FirmwareDownloadToldAsScheduled}, Put: downloadBegins},
	{Of: []defects.Defect{
		defects.TriggeredFirmwareInstalled, defects.TriggeredFirmwareDownloaded, defects.TriggeredFirmwareIdleWhileDownloading,
		defects.TriggeredFirmwareDownloadedEarly, defects.TriggeredFirmwareWithoutRequestID,
	}, Put: firmwareAsked},
	{Of: []defects.Defect{defects.FirmwareStatusWithoutRequestID, defects.FirmwareStatusOtherRequestID}, Put: firmwareRequestID},
}

func logAnswers(fw *station.Firmware, s defects.Set) {
	wire.Handle(fw.Wire, func(q ocpp201.GetLogRequest) (ocpp201.GetLogResponse, error) {
		security, second := q.LogType == ocpp201.LogSecurityLog, fw.Files.Upload != nil
		if s.Has(defects.LogRejected) || security && s.Has(defects.SecurityLogRejected) || second && s.Has(defects.SecondLogRejected) {
			return ocpp201.GetLogResponse{Status: ocpp201.LogStatusRejected}, nil
		}
		r, err := fw.Files.GetLog(otherRetries(q, s))
		switch {
		case r.Status == ocpp201.LogStatusRejected:
		case s.Has(defects.LogAcceptedAsCanceled):
			r.Status = ocpp201.LogStatusAcceptedCanceled
		case second && s.Has(defects.SecondLogAccepted):
			r.Status = ocpp201.LogStatusAccepted
		case s.Has(defects.LogWithoutFilename):
			r.Filename = nil
		case s.Has(defects.LogFilenameEmpty):
			r.Filename = new("")
		}
		return r, err
	})
}

// otherRetries is a request as a station reads it that goes by its own mind about attempts.
func otherRetries(q ocpp201.GetLogRequest, s defects.Set) ocpp201.GetLogRequest {
	switch {
	case q.Retries == nil:
	case s.Has(defects.LogRetriesIgnored):
		q.Retries = new(0)
	case s.Has(defects.LogRetriedOnceMore):
		q.Retries = new(*q.Retries + 1)
	case s.Has(defects.LogRetryIntervalIgnored):
		q.RetryInterval = new(0)
	}
	return q
}

// logMoves are the faults of the file itself.
func logMoves(fw *station.Firmware, s defects.Set) {
	right := fw.Files.Decide.Put
	fw.Files.Decide.Put = func(ctx context.Context, a files.Attempt, folder *url.URL, name string, content []byte) error {
		switch {
		case s.Has(defects.LogNotUploaded):
			return nil
		case s.Has(defects.LogUploadedInTwoFiles):
			half := len(content) / 2
			return errors.Join(right(ctx, a, folder, "1-"+name, content[:half]), right(ctx, a, folder, "2-"+name, content[half:]))
		}
		return right(ctx, a, folder, name, content)
	}
}

// logEnds are the faults of the messages that an upload ends.
func logEnds(fw *station.Firmware, s defects.Set) {
	ofStatuses(fw, false, func(q ocpp201.LogStatusNotificationRequest, tell func(ocpp201.LogStatusNotificationRequest)) {
		switch q.Status {
		case ocpp201.UploadLogStatusUploading:
			tell(q)
			if s.Has(defects.LogUploadedToldEarly) {
				q.Status = ocpp201.UploadLogStatusUploaded
				tell(q)
			}
		case ocpp201.UploadLogStatusUploaded:
			if !s.Has(defects.LogUploadedNotTold) && !s.Has(defects.LogUploadedToldEarly) {
				tell(q)
			}
		case ocpp201.UploadLogStatusAcceptedCanceled:
			if !s.Has(defects.LogCancelNotTold) {
				tell(q)
			}
		default:
			logFails(q, s, tell)
		}
	})
}

func logFails(q ocpp201.LogStatusNotificationRequest, s defects.Set, tell func(ocpp201.LogStatusNotificationRequest)) {
	switch {
	case s.Has(defects.LogFailureNotTold):
		return
	case s.Has(defects.LogFailureToldAsUploaded):
		q.Status = ocpp201.UploadLogStatusUploaded
	case s.Has(defects.LogFailureToldTwice):
		tell(q)
	}
	tell(q)
}

// logRequestID are the faults of the requestId by which a message about an upload is known.
func logRequestID(fw *station.Firmware, s defects.Set) {
	var first *int
	ofStatuses(fw, false, func(q ocpp201.LogStatusNotificationRequest, tell func(ocpp201.LogStatusNotificationRequest)) {
		if first == nil {
			first = q.RequestID
		}
		canceled := q.Status == ocpp201.UploadLogStatusAcceptedCanceled
		switch {
		case s.Has(defects.LogStatusWithoutRequestID):
			q.RequestID = nil
		case s.Has(defects.LogStatusOfFirstRequest):
			q.RequestID = first
		case canceled && fw.Files.Upload != nil && s.Has(defects.LogCancelOfSecondRequest):
			q.RequestID = new(fw.Files.Upload.RequestID())
		}
		tell(q)
	})
}

// logBegins are the faults of the message that an upload begins.
func logBegins(fw *station.Firmware, s defects.Set) {
	var held *ocpp201.LogStatusNotificationRequest // until the upload is over
	ofStatuses(fw, false, func(q ocpp201.LogStatusNotificationRequest, tell func(ocpp201.LogStatusNotificationRequest)) {
		begins := q.Status == ocpp201.UploadLogStatusUploading
		switch {
		case !begins && held != nil:
			tell(*held)
			held = nil
		case !begins:
		case s.Has(defects.LogUploadNotTold):
			return
		case s.Has(defects.LogUploadToldAtEnd):
			held = &q
			return
		case s.Has(defects.LogUploadToldAsUploaded):
			q.Status = ocpp201.UploadLogStatusUploaded
		}
		tell(q)
	})
}

// logAsked are the faults of what is told of an upload when the CSMS asks.
func logAsked(fw *station.Firmware, s defects.Set) {
	ofStatuses(fw, true, func(q ocpp201.LogStatusNotificationRequest, tell func(ocpp201.LogStatusNotificationRequest)) {
		switch idle := q.Status == ocpp201.UploadLogStatusIdle; {
		case idle && s.Has(defects.TriggeredLogUploaded), !idle && s.Has(defects.TriggeredLogUploadedWhileUploading):
			q.Status = ocpp201.UploadLogStatusUploaded
		case idle && s.Has(defects.TriggeredLogUploading):
			q.Status = ocpp201.UploadLogStatusUploading
		case !idle && s.Has(defects.TriggeredLogIdleWhileUploading):
			q = ocpp201.LogStatusNotificationRequest{Status: ocpp201.UploadLogStatusIdle}
		}
		tell(q)
	})
}

// ofStatuses takes the messages about transfers in hand that the CSMS has asked for, or those that it has not. What is told
// before the firmware's own message goes out before it.
func ofStatuses[Q any](fw *station.Firmware, asked bool, hand func(q Q, tell func(Q))) {
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		q, ok := m.Body.(Q)
		if !ok || m.Asked != asked {
			pass(m)
			return
		}
		hand(q, func(q Q) {
			told := m
			told.Body = q
			pass(told)
		})
	})
}

func updateAnswers(fw *station.Firmware, s defects.Set) {
	wire.Handle(fw.Wire, func(q ocpp201.UpdateFirmwareRequest) (ocpp201.UpdateFirmwareResponse, error) {
		switch {
		case s.Has(defects.FirmwareUpdateRejected):
			return ocpp201.UpdateFirmwareResponse{Status: ocpp201.UpdateFirmwareStatusRejected}, nil
		case s.Has(defects.FirmwareCertificateRefused):
			return ocpp201.UpdateFirmwareResponse{Status: ocpp201.UpdateFirmwareStatusInvalidCertificate}, nil
		}
		return fw.Files.UpdateFirmware(q)
	})
}

// downloadBegins are the faults of the message that a download begins.
func downloadBegins(fw *station.Firmware, s defects.Set) {
	var held *ocpp201.FirmwareStatusNotificationRequest // until the download is over
	scheduled, untold := false, false
	ofStatuses(fw, true, func(q ocpp201.FirmwareStatusNotificationRequest, tell func(ocpp201.FirmwareStatusNotificationRequest)) {
		if untold && q.Status == ocpp201.FirmwareStatusDownloading { // it tells again what it has told
			q = ocpp201.FirmwareStatusNotificationRequest{Status: ocpp201.FirmwareStatusIdle}
		}
		tell(q)
	})
	ofStatuses(fw, false, func(q ocpp201.FirmwareStatusNotificationRequest, tell func(ocpp201.FirmwareStatusNotificationRequest)) {
		switch {
		case q.Status == ocpp201.FirmwareStatusDownloadScheduled:
			scheduled = true
		case q.Status != ocpp201.FirmwareStatusDownloading && held != nil:
			tell(*held)
			held = nil
		case q.Status != ocpp201.FirmwareStatusDownloading:
		case s.Has(defects.FirmwareDownloadNotTold):
			untold = true
			return
		case s.Has(defects.FirmwareDownloadToldAtEnd):
			held, untold = &q, true
			return
		case !scheduled && s.Has(defects.FirmwareDownloadToldAsScheduled):
			tell(ocpp201.FirmwareStatusNotificationRequest{Status: ocpp201.FirmwareStatusDownloadScheduled, RequestID: q.RequestID})
		default:
			scheduled = false
		}
		tell(q)
	})
}

// firmwareAsked are the faults of what is told of an update when the CSMS asks.
func firmwareAsked(fw *station.Firmware, s defects.Set) {
	ofStatuses(fw, true, func(q ocpp201.FirmwareStatusNotificationRequest, tell func(ocpp201.FirmwareStatusNotificationRequest)) {
		switch idle := q.Status == ocpp201.FirmwareStatusIdle; {
		case idle && s.Has(defects.TriggeredFirmwareInstalled):
			q.Status = ocpp201.FirmwareStatusInstalled
		case idle && s.Has(defects.TriggeredFirmwareDownloaded), !idle && s.Has(defects.TriggeredFirmwareDownloadedEarly):
			q.Status = ocpp201.FirmwareStatusDownloaded
		case !idle && s.Has(defects.TriggeredFirmwareIdleWhileDownloading):
			q = ocpp201.FirmwareStatusNotificationRequest{Status: ocpp201.FirmwareStatusIdle}
		case !idle && s.Has(defects.TriggeredFirmwareWithoutRequestID):
			q.RequestID = nil
		}
		tell(q)
	})
}

func firmwareRequestID(fw *station.Firmware, s defects.Set) {
	for _, asked := range []bool{false, true} {
		ofStatuses(fw, asked, func(q ocpp201.FirmwareStatusNotificationRequest, tell func(ocpp201.FirmwareStatusNotificationRequest)) {
			switch {
			case q.RequestID == nil:
			case s.Has(defects.FirmwareStatusWithoutRequestID):
				q.RequestID = nil
			case s.Has(defects.FirmwareStatusOtherRequestID):
				q.RequestID = new(*q.RequestID + 1)
			}
			tell(q)
		})
	}
}
