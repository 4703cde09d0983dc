package defects

// The defects of log uploads (N01), of the beginning of firmware downloads (L01), and of what is told of both.
const (
	LogRejected                             Defect = "log-rejected"
	LogAcceptedAsCanceled                   Defect = "log-accepted-as-canceled"
	LogUploadNotTold                        Defect = "log-upload-not-told"
	LogUploadToldAtEnd                      Defect = "log-upload-told-at-end"
	LogUploadToldAsUploaded                 Defect = "log-upload-told-as-uploaded"
	LogNotUploaded                          Defect = "log-not-uploaded"
	LogUploadedInTwoFiles                   Defect = "log-uploaded-in-two-files"
	LogUploadedNotTold                      Defect = "log-uploaded-not-told"
	LogUploadedToldEarly                    Defect = "log-uploaded-told-early"
	LogWithoutFilename                      Defect = "log-without-filename"
	LogFilenameEmpty                        Defect = "log-filename-empty"
	SecurityLogRejected                     Defect = "security-log-rejected"
	LogRetriesIgnored                       Defect = "log-retries-ignored"
	LogRetryIntervalIgnored                 Defect = "log-retry-interval-ignored"
	LogRetriedOnceMore                      Defect = "log-retried-once-more"
	LogFailureNotTold                       Defect = "log-failure-not-told"
	LogFailureToldAsUploaded                Defect = "log-failure-told-as-uploaded"
	LogFailureToldTwice                     Defect = "log-failure-told-twice"
	LogStatusWithoutRequestID               Defect = "log-status-without-request-id"
	LogStatusOfFirstRequest                 Defect = "log-status-of-first-request"
	SecondLogAccepted                       Defect = "second-log-accepted"
	SecondLogRejected                       Defect = "second-log-rejected"
	LogCancelNotTold                        Defect = "log-cancel-not-told"
	LogCancelOfSecondRequest                Defect = "log-cancel-of-second-request"
	TriggerLogRejectedWhileUploading        Defect = "trigger-log-rejected-while-uploading"
	TriggeredLogIdleWhileUploading          Defect = "triggered-log-idle-while-uploading"
	TriggeredLogUploadedWhileUploading      Defect = "triggered-log-uploaded-while-uploading"
	TriggeredLogAfterUpload                 Defect = "triggered-log-after-upload"
	FirmwareUpdateRejected                  Defect = "firmware-update-rejected"
	FirmwareCertificateRefused              Defect = "firmware-certificate-refused"
	FirmwareDownloadNotTold                 Defect = "firmware-download-not-told"
	FirmwareDownloadToldAtEnd               Defect = "firmware-download-told-at-end"
	FirmwareDownloadToldAsScheduled         Defect = "firmware-download-told-as-scheduled"
	FirmwareStatusWithoutRequestID          Defect = "firmware-status-without-request-id"
	FirmwareStatusOtherRequestID            Defect = "firmware-status-other-request-id"
	TriggerFirmwareRejectedWhileDownloading Defect = "trigger-firmware-rejected-while-downloading"
	TriggeredFirmwareIdleWhileDownloading   Defect = "triggered-firmware-idle-while-downloading"
	TriggeredFirmwareDownloadedEarly        Defect = "triggered-firmware-downloaded-early"
	TriggeredFirmwareWithoutRequestID       Defect = "triggered-firmware-without-request-id"
	TriggeredFirmwareAfterDownload          Defect = "triggered-firmware-after-download"
)

var ofFiles = []Info{
	{LogRejected, "A GetLog is answered with Rejected although there is a log."},
	{LogAcceptedAsCanceled, "A GetLog is answered with AcceptedCanceled although no upload was under way."},
	{LogUploadNotTold, "No LogStatusNotification tells that an upload begins."},
	{LogUploadToldAtEnd, "The LogStatusNotification that an upload begins is only sent when it is over."},
	{LogUploadToldAsUploaded, "The LogStatusNotification that an upload begins has the status Uploaded."},
	{LogNotUploaded, "The LogStatusNotification that a log was uploaded is sent although nothing is uploaded."},
	{LogUploadedInTwoFiles, "A log is uploaded in two files."},
	{LogUploadedNotTold, "No LogStatusNotification tells that a log was uploaded."},
	{LogUploadedToldEarly, "The LogStatusNotification that a log was uploaded is sent before the upload begins."},
	{LogWithoutFilename, "The answer to an accepted GetLog has no filename."},
	{LogFilenameEmpty, "The answer to an accepted GetLog has a filename that is empty."},
	{SecurityLogRejected, "A GetLog for the security log is answered with Rejected although there is one."},
	{LogRetriesIgnored, "A log whose upload fails is not uploaded again."},
	{LogRetryIntervalIgnored, "A log whose upload fails is uploaded again at once, whatever the retryInterval."},
	{LogRetriedOnceMore, "A log whose upload fails is uploaded again once more than the CSMS has asked for."},
	{LogFailureNotTold, "No LogStatusNotification tells that an upload has failed."},
	{LogFailureToldAsUploaded, "The LogStatusNotification that an upload has failed has the status Uploaded."},
	{LogFailureToldTwice, "The LogStatusNotification that an upload has failed is sent twice."},
	{LogStatusWithoutRequestID, "A LogStatusNotification that nobody has triggered has no requestId."},
	{LogStatusOfFirstRequest, "A LogStatusNotification has the requestId of the first GetLog since the station booted."},
	{SecondLogAccepted, "A GetLog that ends an upload is answered with Accepted."},
	{SecondLogRejected, "A GetLog while a log is being uploaded is answered with Rejected."},
	{LogCancelNotTold, "No LogStatusNotification tells that an upload was canceled."},
	{LogCancelOfSecondRequest, "The LogStatusNotification that an upload was canceled has the requestId of the GetLog that has canceled it."},
	{TriggerLogRejectedWhileUploading, "A TriggerMessage for LogStatusNotification is answered with Rejected while a log is being uploaded."},
	{TriggeredLogIdleWhileUploading, "A triggered LogStatusNotification has the status Idle while a log is being uploaded."},
	{TriggeredLogUploadedWhileUploading, "A triggered LogStatusNotification has the status Uploaded while a log is being uploaded."},
	{TriggeredLogAfterUpload, "A triggered LogStatusNotification is only sent when the upload that is under way is over."},
	{FirmwareUpdateRejected, "An UpdateFirmware is answered with Rejected."},
	{FirmwareCertificateRefused, "An UpdateFirmware is answered with InvalidCertificate whatever its signing certificate is."},
	{FirmwareDownloadNotTold, "No FirmwareStatusNotification tells that a download begins."},
	{FirmwareDownloadToldAtEnd, "The FirmwareStatusNotification that a download begins is only sent when it is over."},
	{FirmwareDownloadToldAsScheduled, "A download that is due at once is told as DownloadScheduled first."},
	{FirmwareStatusWithoutRequestID, "FirmwareStatusNotifications carry no requestId."},
	{FirmwareStatusOtherRequestID, "FirmwareStatusNotifications carry another requestId than the UpdateFirmware."},
	{TriggerFirmwareRejectedWhileDownloading, "A TriggerMessage for FirmwareStatusNotification is answered with Rejected while firmware is being downloaded."},
	{TriggeredFirmwareIdleWhileDownloading, "A triggered FirmwareStatusNotification has the status Idle while firmware is being downloaded."},
	{TriggeredFirmwareDownloadedEarly, "A triggered FirmwareStatusNotification has the status Downloaded while firmware is being downloaded."},
	{TriggeredFirmwareWithoutRequestID, "A triggered FirmwareStatusNotification carries no requestId while firmware is being downloaded."},
	{TriggeredFirmwareAfterDownload, "A triggered FirmwareStatusNotification is only sent when the download that is under way is over."},
}
