// Code generated from the table of facts by schemas/gen. DO NOT EDIT.

package ocpp201

import "encoding/json"

// AuthorizeRequest asks for Authorize.
type AuthorizeRequest struct {
	IDToken                     IDToken           `json:"idToken"`
	Certificate                 *string           `json:"certificate,omitempty"`                 // string(5500)
	ISO15118CertificateHashData []OCSPRequestData `json:"iso15118CertificateHashData,omitempty"` // OCSPRequestDataType[1..4]
	CustomData                  *CustomData       `json:"customData,omitempty"`
}

// Action returns "Authorize".
func (AuthorizeRequest) Action() string { return "Authorize" }

// Response returns the empty answer, of the type that this request is answered with.
func (AuthorizeRequest) Response() AuthorizeResponse { return AuthorizeResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *AuthorizeRequest) UnmarshalJSON(data []byte) error {
	type plain AuthorizeRequest
	return decode(data, (*plain)(m))
}

// AuthorizeResponse answers AuthorizeRequest.
type AuthorizeResponse struct {
	IDTokenInfo       IDTokenInfo                 `json:"idTokenInfo"`
	CertificateStatus *AuthorizeCertificateStatus `json:"certificateStatus,omitempty"`
	CustomData        *CustomData                 `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *AuthorizeResponse) UnmarshalJSON(data []byte) error {
	type plain AuthorizeResponse
	return decode(data, (*plain)(m))
}

// BootNotificationRequest asks for BootNotification.
type BootNotificationRequest struct {
	ChargingStation ChargingStation `json:"chargingStation"`
	Reason          BootReason      `json:"reason"`
	CustomData      *CustomData     `json:"customData,omitempty"`
}

// Action returns "BootNotification".
func (BootNotificationRequest) Action() string { return "BootNotification" }

// Response returns the empty answer, of the type that this request is answered with.
func (BootNotificationRequest) Response() BootNotificationResponse { return BootNotificationResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *BootNotificationRequest) UnmarshalJSON(data []byte) error {
	type plain BootNotificationRequest
	return decode(data, (*plain)(m))
}

// BootNotificationResponse answers BootNotificationRequest.
type BootNotificationResponse struct {
	CurrentTime DateTime           `json:"currentTime"`
	Interval    int                `json:"interval"` // integer{0..}
	Status      RegistrationStatus `json:"status"`
	StatusInfo  *StatusInfo        `json:"statusInfo,omitempty"`
	CustomData  *CustomData        `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *BootNotificationResponse) UnmarshalJSON(data []byte) error {
	type plain BootNotificationResponse
	return decode(data, (*plain)(m))
}

// CancelReservationRequest asks for CancelReservation.
type CancelReservationRequest struct {
	ReservationID int         `json:"reservationId"`
	CustomData    *CustomData `json:"customData,omitempty"`
}

// Action returns "CancelReservation".
func (CancelReservationRequest) Action() string { return "CancelReservation" }

// Response returns the empty answer, of the type that this request is answered with.
func (CancelReservationRequest) Response() CancelReservationResponse {
	return CancelReservationResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *CancelReservationRequest) UnmarshalJSON(data []byte) error {
	type plain CancelReservationRequest
	return decode(data, (*plain)(m))
}

// CancelReservationResponse answers CancelReservationRequest.
type CancelReservationResponse struct {
	Status     CancelReservationStatus `json:"status"`
	StatusInfo *StatusInfo             `json:"statusInfo,omitempty"`
	CustomData *CustomData             `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *CancelReservationResponse) UnmarshalJSON(data []byte) error {
	type plain CancelReservationResponse
	return decode(data, (*plain)(m))
}

// CertificateSignedRequest asks for CertificateSigned.
type CertificateSignedRequest struct {
	CertificateChain string                 `json:"certificateChain"` // string(10000)
	CertificateType  *CertificateSigningUse `json:"certificateType,omitempty"`
	CustomData       *CustomData            `json:"customData,omitempty"`
}

// Action returns "CertificateSigned".
func (CertificateSignedRequest) Action() string { return "CertificateSigned" }

// Response returns the empty answer, of the type that this request is answered with.
func (CertificateSignedRequest) Response() CertificateSignedResponse {
	return CertificateSignedResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *CertificateSignedRequest) UnmarshalJSON(data []byte) error {
	type plain CertificateSignedRequest
	return decode(data, (*plain)(m))
}

// CertificateSignedResponse answers CertificateSignedRequest.
type CertificateSignedResponse struct {
	Status     CertificateSignedStatus `json:"status"`
	StatusInfo *StatusInfo             `json:"statusInfo,omitempty"`
	CustomData *CustomData             `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *CertificateSignedResponse) UnmarshalJSON(data []byte) error {
	type plain CertificateSignedResponse
	return decode(data, (*plain)(m))
}

// ChangeAvailabilityRequest asks for ChangeAvailability.
type ChangeAvailabilityRequest struct {
	EVSE              *EVSE             `json:"evse,omitempty"`
	OperationalStatus OperationalStatus `json:"operationalStatus"`
	CustomData        *CustomData       `json:"customData,omitempty"`
}

// Action returns "ChangeAvailability".
func (ChangeAvailabilityRequest) Action() string { return "ChangeAvailability" }

// Response returns the empty answer, of the type that this request is answered with.
func (ChangeAvailabilityRequest) Response() ChangeAvailabilityResponse {
	return ChangeAvailabilityResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *ChangeAvailabilityRequest) UnmarshalJSON(data []byte) error {
	type plain ChangeAvailabilityRequest
	return decode(data, (*plain)(m))
}

// ChangeAvailabilityResponse answers ChangeAvailabilityRequest.
type ChangeAvailabilityResponse struct {
	Status     ChangeAvailabilityStatus `json:"status"`
	StatusInfo *StatusInfo              `json:"statusInfo,omitempty"`
	CustomData *CustomData              `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *ChangeAvailabilityResponse) UnmarshalJSON(data []byte) error {
	type plain ChangeAvailabilityResponse
	return decode(data, (*plain)(m))
}

// ClearCacheRequest asks for ClearCache.
type ClearCacheRequest struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// Action returns "ClearCache".
func (ClearCacheRequest) Action() string { return "ClearCache" }

// Response returns the empty answer, of the type that this request is answered with.
func (ClearCacheRequest) Response() ClearCacheResponse { return ClearCacheResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *ClearCacheRequest) UnmarshalJSON(data []byte) error {
	type plain ClearCacheRequest
	return decode(data, (*plain)(m))
}

// ClearCacheResponse answers ClearCacheRequest.
type ClearCacheResponse struct {
	Status     ClearCacheStatus `json:"status"`
	StatusInfo *StatusInfo      `json:"statusInfo,omitempty"`
	CustomData *CustomData      `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *ClearCacheResponse) UnmarshalJSON(data []byte) error {
	type plain ClearCacheResponse
	return decode(data, (*plain)(m))
}

// ClearChargingProfileRequest asks for ClearChargingProfile.
type ClearChargingProfileRequest struct {
	ChargingProfileID       *int                  `json:"chargingProfileId,omitempty"`
	ChargingProfileCriteria *ClearChargingProfile `json:"chargingProfileCriteria,omitempty"`
	CustomData              *CustomData           `json:"customData,omitempty"`
}

// Action returns "ClearChargingProfile".
func (ClearChargingProfileRequest) Action() string { return "ClearChargingProfile" }

// Response returns the empty answer, of the type that this request is answered with.
func (ClearChargingProfileRequest) Response() ClearChargingProfileResponse {
	return ClearChargingProfileResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *ClearChargingProfileRequest) UnmarshalJSON(data []byte) error {
	type plain ClearChargingProfileRequest
	return decode(data, (*plain)(m))
}

// ClearChargingProfileResponse answers ClearChargingProfileRequest.
type ClearChargingProfileResponse struct {
	Status     ClearChargingProfileStatus `json:"status"`
	StatusInfo *StatusInfo                `json:"statusInfo,omitempty"`
	CustomData *CustomData                `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *ClearChargingProfileResponse) UnmarshalJSON(data []byte) error {
	type plain ClearChargingProfileResponse
	return decode(data, (*plain)(m))
}

// ClearDisplayMessageRequest asks for ClearDisplayMessage.
type ClearDisplayMessageRequest struct {
	ID         int         `json:"id"`
	CustomData *CustomData `json:"customData,omitempty"`
}

// Action returns "ClearDisplayMessage".
func (ClearDisplayMessageRequest) Action() string { return "ClearDisplayMessage" }

// Response returns the empty answer, of the type that this request is answered with.
func (ClearDisplayMessageRequest) Response() ClearDisplayMessageResponse {
	return ClearDisplayMessageResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *ClearDisplayMessageRequest) UnmarshalJSON(data []byte) error {
	type plain ClearDisplayMessageRequest
	return decode(data, (*plain)(m))
}

// ClearDisplayMessageResponse answers ClearDisplayMessageRequest.
type ClearDisplayMessageResponse struct {
	Status     ClearMessageStatus `json:"status"`
	StatusInfo *StatusInfo        `json:"statusInfo,omitempty"`
	CustomData *CustomData        `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *ClearDisplayMessageResponse) UnmarshalJSON(data []byte) error {
	type plain ClearDisplayMessageResponse
	return decode(data, (*plain)(m))
}

// ClearVariableMonitoringRequest asks for ClearVariableMonitoring.
type ClearVariableMonitoringRequest struct {
	ID         []int       `json:"id,omitempty"` // integer[1..], required
	CustomData *CustomData `json:"customData,omitempty"`
}

// Action returns "ClearVariableMonitoring".
func (ClearVariableMonitoringRequest) Action() string { return "ClearVariableMonitoring" }

// Response returns the empty answer, of the type that this request is answered with.
func (ClearVariableMonitoringRequest) Response() ClearVariableMonitoringResponse {
	return ClearVariableMonitoringResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *ClearVariableMonitoringRequest) UnmarshalJSON(data []byte) error {
	type plain ClearVariableMonitoringRequest
	return decode(data, (*plain)(m))
}

// ClearVariableMonitoringResponse answers ClearVariableMonitoringRequest.
type ClearVariableMonitoringResponse struct {
	ClearMonitoringResult []ClearMonitoringResult `json:"clearMonitoringResult,omitempty"` // ClearMonitoringResultType[1..], required
	CustomData            *CustomData             `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *ClearVariableMonitoringResponse) UnmarshalJSON(data []byte) error {
	type plain ClearVariableMonitoringResponse
	return decode(data, (*plain)(m))
}

// ClearedChargingLimitRequest asks for ClearedChargingLimit.
type ClearedChargingLimitRequest struct {
	ChargingLimitSource ChargingLimitSource `json:"chargingLimitSource"`
	EVSEID              *int                `json:"evseId,omitempty"`
	CustomData          *CustomData         `json:"customData,omitempty"`
}

// Action returns "ClearedChargingLimit".
func (ClearedChargingLimitRequest) Action() string { return "ClearedChargingLimit" }

// Response returns the empty answer, of the type that this request is answered with.
func (ClearedChargingLimitRequest) Response() ClearedChargingLimitResponse {
	return ClearedChargingLimitResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *ClearedChargingLimitRequest) UnmarshalJSON(data []byte) error {
	type plain ClearedChargingLimitRequest
	return decode(data, (*plain)(m))
}

// ClearedChargingLimitResponse answers ClearedChargingLimitRequest.
type ClearedChargingLimitResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *ClearedChargingLimitResponse) UnmarshalJSON(data []byte) error {
	type plain ClearedChargingLimitResponse
	return decode(data, (*plain)(m))
}

// CostUpdatedRequest asks for CostUpdated.
type CostUpdatedRequest struct {
	TotalCost     float64     `json:"totalCost"`
	TransactionID string      `json:"transactionId"` // identifierString(36)
	CustomData    *CustomData `json:"customData,omitempty"`
}

// Action returns "CostUpdated".
func (CostUpdatedRequest) Action() string { return "CostUpdated" }

// Response returns the empty answer, of the type that this request is answered with.
func (CostUpdatedRequest) Response() CostUpdatedResponse { return CostUpdatedResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *CostUpdatedRequest) UnmarshalJSON(data []byte) error {
	type plain CostUpdatedRequest
	return decode(data, (*plain)(m))
}

// CostUpdatedResponse answers CostUpdatedRequest.
type CostUpdatedResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *CostUpdatedResponse) UnmarshalJSON(data []byte) error {
	type plain CostUpdatedResponse
	return decode(data, (*plain)(m))
}

// CustomerInformationRequest asks for CustomerInformation.
type CustomerInformationRequest struct {
	CustomerCertificate *CertificateHashData `json:"customerCertificate,omitempty"`
	IDToken             *IDToken             `json:"idToken,omitempty"`
	RequestID           int                  `json:"requestId"`
	Report              bool                 `json:"report"`
	Clear               bool                 `json:"clear"`
	CustomerIdentifier  *string              `json:"customerIdentifier,omitempty"` // string(64)
	CustomData          *CustomData          `json:"customData,omitempty"`
}

// Action returns "CustomerInformation".
func (CustomerInformationRequest) Action() string { return "CustomerInformation" }

// Response returns the empty answer, of the type that this request is answered with.
func (CustomerInformationRequest) Response() CustomerInformationResponse {
	return CustomerInformationResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *CustomerInformationRequest) UnmarshalJSON(data []byte) error {
	type plain CustomerInformationRequest
	return decode(data, (*plain)(m))
}

// CustomerInformationResponse answers CustomerInformationRequest.
type CustomerInformationResponse struct {
	Status     CustomerInformationStatus `json:"status"`
	StatusInfo *StatusInfo               `json:"statusInfo,omitempty"`
	CustomData *CustomData               `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *CustomerInformationResponse) UnmarshalJSON(data []byte) error {
	type plain CustomerInformationResponse
	return decode(data, (*plain)(m))
}

// DataTransferRequest asks for DataTransfer.
type DataTransferRequest struct {
	MessageID  *string         `json:"messageId,omitempty"` // string(50)
	Data       json.RawMessage `json:"data,omitempty"`
	VendorID   string          `json:"vendorId"` // string(255)
	CustomData *CustomData     `json:"customData,omitempty"`
}

// Action returns "DataTransfer".
func (DataTransferRequest) Action() string { return "DataTransfer" }

// Response returns the empty answer, of the type that this request is answered with.
func (DataTransferRequest) Response() DataTransferResponse { return DataTransferResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *DataTransferRequest) UnmarshalJSON(data []byte) error {
	type plain DataTransferRequest
	return decode(data, (*plain)(m))
}

// DataTransferResponse answers DataTransferRequest.
type DataTransferResponse struct {
	Status     DataTransferStatus `json:"status"`
	StatusInfo *StatusInfo        `json:"statusInfo,omitempty"`
	Data       json.RawMessage    `json:"data,omitempty"`
	CustomData *CustomData        `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *DataTransferResponse) UnmarshalJSON(data []byte) error {
	type plain DataTransferResponse
	return decode(data, (*plain)(m))
}

// DeleteCertificateRequest asks for DeleteCertificate.
type DeleteCertificateRequest struct {
	CertificateHashData CertificateHashData `json:"certificateHashData"`
	CustomData          *CustomData         `json:"customData,omitempty"`
}

// Action returns "DeleteCertificate".
func (DeleteCertificateRequest) Action() string { return "DeleteCertificate" }

// Response returns the empty answer, of the type that this request is answered with.
func (DeleteCertificateRequest) Response() DeleteCertificateResponse {
	return DeleteCertificateResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *DeleteCertificateRequest) UnmarshalJSON(data []byte) error {
	type plain DeleteCertificateRequest
	return decode(data, (*plain)(m))
}

// DeleteCertificateResponse answers DeleteCertificateRequest.
type DeleteCertificateResponse struct {
	Status     DeleteCertificateStatus `json:"status"`
	StatusInfo *StatusInfo             `json:"statusInfo,omitempty"`
	CustomData *CustomData             `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *DeleteCertificateResponse) UnmarshalJSON(data []byte) error {
	type plain DeleteCertificateResponse
	return decode(data, (*plain)(m))
}

// FirmwareStatusNotificationRequest asks for FirmwareStatusNotification.
type FirmwareStatusNotificationRequest struct {
	Status     FirmwareStatus `json:"status"`
	RequestID  *int           `json:"requestId,omitempty"`
	CustomData *CustomData    `json:"customData,omitempty"`
}

// Action returns "FirmwareStatusNotification".
func (FirmwareStatusNotificationRequest) Action() string { return "FirmwareStatusNotification" }

// Response returns the empty answer, of the type that this request is answered with.
func (FirmwareStatusNotificationRequest) Response() FirmwareStatusNotificationResponse {
	return FirmwareStatusNotificationResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *FirmwareStatusNotificationRequest) UnmarshalJSON(data []byte) error {
	type plain FirmwareStatusNotificationRequest
	return decode(data, (*plain)(m))
}

// FirmwareStatusNotificationResponse answers FirmwareStatusNotificationRequest.
type FirmwareStatusNotificationResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *FirmwareStatusNotificationResponse) UnmarshalJSON(data []byte) error {
	type plain FirmwareStatusNotificationResponse
	return decode(data, (*plain)(m))
}

// Get15118EVCertificateRequest asks for Get15118EVCertificate.
type Get15118EVCertificateRequest struct {
	ISO15118SchemaVersion string            `json:"iso15118SchemaVersion"` // string(50)
	CertificateAction     CertificateAction `json:"action"`
	EXIRequest            string            `json:"exiRequest"` // string(5600)
	CustomData            *CustomData       `json:"customData,omitempty"`
}

// Action returns "Get15118EVCertificate".
func (Get15118EVCertificateRequest) Action() string { return "Get15118EVCertificate" }

// Response returns the empty answer, of the type that this request is answered with.
func (Get15118EVCertificateRequest) Response() Get15118EVCertificateResponse {
	return Get15118EVCertificateResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *Get15118EVCertificateRequest) UnmarshalJSON(data []byte) error {
	type plain Get15118EVCertificateRequest
	return decode(data, (*plain)(m))
}

// Get15118EVCertificateResponse answers Get15118EVCertificateRequest.
type Get15118EVCertificateResponse struct {
	Status      ISO15118EVCertificateStatus `json:"status"`
	StatusInfo  *StatusInfo                 `json:"statusInfo,omitempty"`
	EXIResponse string                      `json:"exiResponse"` // string(5600)
	CustomData  *CustomData                 `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *Get15118EVCertificateResponse) UnmarshalJSON(data []byte) error {
	type plain Get15118EVCertificateResponse
	return decode(data, (*plain)(m))
}

// GetBaseReportRequest asks for GetBaseReport.
type GetBaseReportRequest struct {
	RequestID  int         `json:"requestId"`
	ReportBase ReportBase  `json:"reportBase"`
	CustomData *CustomData `json:"customData,omitempty"`
}

// Action returns "GetBaseReport".
func (GetBaseReportRequest) Action() string { return "GetBaseReport" }

// Response returns the empty answer, of the type that this request is answered with.
func (GetBaseReportRequest) Response() GetBaseReportResponse { return GetBaseReportResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *GetBaseReportRequest) UnmarshalJSON(data []byte) error {
	type plain GetBaseReportRequest
	return decode(data, (*plain)(m))
}

// GetBaseReportResponse answers GetBaseReportRequest.
type GetBaseReportResponse struct {
	Status     GenericDeviceModelStatus `json:"status"`
	StatusInfo *StatusInfo              `json:"statusInfo,omitempty"`
	CustomData *CustomData              `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *GetBaseReportResponse) UnmarshalJSON(data []byte) error {
	type plain GetBaseReportResponse
	return decode(data, (*plain)(m))
}

// GetCertificateStatusRequest asks for GetCertificateStatus.
type GetCertificateStatusRequest struct {
	OCSPRequestData OCSPRequestData `json:"ocspRequestData"`
	CustomData      *CustomData     `json:"customData,omitempty"`
}

// Action returns "GetCertificateStatus".
func (GetCertificateStatusRequest) Action() string { return "GetCertificateStatus" }

// Response returns the empty answer, of the type that this request is answered with.
func (GetCertificateStatusRequest) Response() GetCertificateStatusResponse {
	return GetCertificateStatusResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *GetCertificateStatusRequest) UnmarshalJSON(data []byte) error {
	type plain GetCertificateStatusRequest
	return decode(data, (*plain)(m))
}

// GetCertificateStatusResponse answers GetCertificateStatusRequest.
type GetCertificateStatusResponse struct {
	Status     GetCertificateStatusEnum `json:"status"`
	StatusInfo *StatusInfo              `json:"statusInfo,omitempty"`
	OCSPResult *string                  `json:"ocspResult,omitempty"` // string(5500)
	CustomData *CustomData              `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *GetCertificateStatusResponse) UnmarshalJSON(data []byte) error {
	type plain GetCertificateStatusResponse
	return decode(data, (*plain)(m))
}

// GetChargingProfilesRequest asks for GetChargingProfiles.
type GetChargingProfilesRequest struct {
	RequestID       int                      `json:"requestId"`
	EVSEID          *int                     `json:"evseId,omitempty"` // integer{0..}
	ChargingProfile ChargingProfileCriterion `json:"chargingProfile"`
	CustomData      *CustomData              `json:"customData,omitempty"`
}

// Action returns "GetChargingProfiles".
func (GetChargingProfilesRequest) Action() string { return "GetChargingProfiles" }

// Response returns the empty answer, of the type that this request is answered with.
func (GetChargingProfilesRequest) Response() GetChargingProfilesResponse {
	return GetChargingProfilesResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *GetChargingProfilesRequest) UnmarshalJSON(data []byte) error {
	type plain GetChargingProfilesRequest
	return decode(data, (*plain)(m))
}

// GetChargingProfilesResponse answers GetChargingProfilesRequest.
type GetChargingProfilesResponse struct {
	Status     GetChargingProfileStatus `json:"status"`
	StatusInfo *StatusInfo              `json:"statusInfo,omitempty"`
	CustomData *CustomData              `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *GetChargingProfilesResponse) UnmarshalJSON(data []byte) error {
	type plain GetChargingProfilesResponse
	return decode(data, (*plain)(m))
}

// GetCompositeScheduleRequest asks for GetCompositeSchedule.
type GetCompositeScheduleRequest struct {
	Duration         int               `json:"duration"` // integer{0..}
	ChargingRateUnit *ChargingRateUnit `json:"chargingRateUnit,omitempty"`
	EVSEID           int               `json:"evseId"` // integer{0..}
	CustomData       *CustomData       `json:"customData,omitempty"`
}

// Action returns "GetCompositeSchedule".
func (GetCompositeScheduleRequest) Action() string { return "GetCompositeSchedule" }

// Response returns the empty answer, of the type that this request is answered with.
func (GetCompositeScheduleRequest) Response() GetCompositeScheduleResponse {
	return GetCompositeScheduleResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *GetCompositeScheduleRequest) UnmarshalJSON(data []byte) error {
	type plain GetCompositeScheduleRequest
	return decode(data, (*plain)(m))
}

// GetCompositeScheduleResponse answers GetCompositeScheduleRequest.
type GetCompositeScheduleResponse struct {
	Status     GenericStatus      `json:"status"`
	StatusInfo *StatusInfo        `json:"statusInfo,omitempty"`
	Schedule   *CompositeSchedule `json:"schedule,omitempty"`
	CustomData *CustomData        `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *GetCompositeScheduleResponse) UnmarshalJSON(data []byte) error {
	type plain GetCompositeScheduleResponse
	return decode(data, (*plain)(m))
}

// GetDisplayMessagesRequest asks for GetDisplayMessages.
type GetDisplayMessagesRequest struct {
	ID         []int            `json:"id,omitempty"` // integer[1..]
	RequestID  int              `json:"requestId"`
	Priority   *MessagePriority `json:"priority,omitempty"`
	State      *MessageState    `json:"state,omitempty"`
	CustomData *CustomData      `json:"customData,omitempty"`
}

// Action returns "GetDisplayMessages".
func (GetDisplayMessagesRequest) Action() string { return "GetDisplayMessages" }

// Response returns the empty answer, of the type that this request is answered with.
func (GetDisplayMessagesRequest) Response() GetDisplayMessagesResponse {
	return GetDisplayMessagesResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *GetDisplayMessagesRequest) UnmarshalJSON(data []byte) error {
	type plain GetDisplayMessagesRequest
	return decode(data, (*plain)(m))
}

// GetDisplayMessagesResponse answers GetDisplayMessagesRequest.
type GetDisplayMessagesResponse struct {
	Status     GetDisplayMessagesStatus `json:"status"`
	StatusInfo *StatusInfo              `json:"statusInfo,omitempty"`
	CustomData *CustomData              `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *GetDisplayMessagesResponse) UnmarshalJSON(data []byte) error {
	type plain GetDisplayMessagesResponse
	return decode(data, (*plain)(m))
}

// GetInstalledCertificateIdsRequest asks for GetInstalledCertificateIds.
type GetInstalledCertificateIdsRequest struct {
	CertificateType []GetCertificateIDUse `json:"certificateType,omitempty"` // GetCertificateIdUseEnumType[1..]
	CustomData      *CustomData           `json:"customData,omitempty"`
}

// Action returns "GetInstalledCertificateIds".
func (GetInstalledCertificateIdsRequest) Action() string { return "GetInstalledCertificateIds" }

// Response returns the empty answer, of the type that this request is answered with.
func (GetInstalledCertificateIdsRequest) Response() GetInstalledCertificateIdsResponse {
	return GetInstalledCertificateIdsResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *GetInstalledCertificateIdsRequest) UnmarshalJSON(data []byte) error {
	type plain GetInstalledCertificateIdsRequest
	return decode(data, (*plain)(m))
}

// GetInstalledCertificateIdsResponse answers GetInstalledCertificateIdsRequest.
type GetInstalledCertificateIdsResponse struct {
	Status                   GetInstalledCertificateStatus `json:"status"`
	StatusInfo               *StatusInfo                   `json:"statusInfo,omitempty"`
	CertificateHashDataChain []CertificateHashDataChain    `json:"certificateHashDataChain,omitempty"` // CertificateHashDataChainType[1..]
	CustomData               *CustomData                   `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *GetInstalledCertificateIdsResponse) UnmarshalJSON(data []byte) error {
	type plain GetInstalledCertificateIdsResponse
	return decode(data, (*plain)(m))
}

// GetLocalListVersionRequest asks for GetLocalListVersion.
type GetLocalListVersionRequest struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// Action returns "GetLocalListVersion".
func (GetLocalListVersionRequest) Action() string { return "GetLocalListVersion" }

// Response returns the empty answer, of the type that this request is answered with.
func (GetLocalListVersionRequest) Response() GetLocalListVersionResponse {
	return GetLocalListVersionResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *GetLocalListVersionRequest) UnmarshalJSON(data []byte) error {
	type plain GetLocalListVersionRequest
	return decode(data, (*plain)(m))
}

// GetLocalListVersionResponse answers GetLocalListVersionRequest.
type GetLocalListVersionResponse struct {
	VersionNumber int         `json:"versionNumber"` // integer{0..}
	CustomData    *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *GetLocalListVersionResponse) UnmarshalJSON(data []byte) error {
	type plain GetLocalListVersionResponse
	return decode(data, (*plain)(m))
}

// GetLogRequest asks for GetLog.
type GetLogRequest struct {
	Log           LogParameters `json:"log"`
	LogType       Log           `json:"logType"`
	RequestID     int           `json:"requestId"`
	Retries       *int          `json:"retries,omitempty"`       // integer{0..}
	RetryInterval *int          `json:"retryInterval,omitempty"` // integer{0..}
	CustomData    *CustomData   `json:"customData,omitempty"`
}

// Action returns "GetLog".
func (GetLogRequest) Action() string { return "GetLog" }

// Response returns the empty answer, of the type that this request is answered with.
func (GetLogRequest) Response() GetLogResponse { return GetLogResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *GetLogRequest) UnmarshalJSON(data []byte) error {
	type plain GetLogRequest
	return decode(data, (*plain)(m))
}

// GetLogResponse answers GetLogRequest.
type GetLogResponse struct {
	Status     LogStatus   `json:"status"`
	StatusInfo *StatusInfo `json:"statusInfo,omitempty"`
	Filename   *string     `json:"filename,omitempty"` // string(255)
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *GetLogResponse) UnmarshalJSON(data []byte) error {
	type plain GetLogResponse
	return decode(data, (*plain)(m))
}

// GetMonitoringReportRequest asks for GetMonitoringReport.
type GetMonitoringReportRequest struct {
	ComponentVariable  []ComponentVariable   `json:"componentVariable,omitempty"` // ComponentVariableType[1..]
	RequestID          int                   `json:"requestId"`
	MonitoringCriteria []MonitoringCriterion `json:"monitoringCriteria,omitempty"` // MonitoringCriterionEnumType[1..3]
	CustomData         *CustomData           `json:"customData,omitempty"`
}

// Action returns "GetMonitoringReport".
func (GetMonitoringReportRequest) Action() string { return "GetMonitoringReport" }

// Response returns the empty answer, of the type that this request is answered with.
func (GetMonitoringReportRequest) Response() GetMonitoringReportResponse {
	return GetMonitoringReportResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *GetMonitoringReportRequest) UnmarshalJSON(data []byte) error {
	type plain GetMonitoringReportRequest
	return decode(data, (*plain)(m))
}

// GetMonitoringReportResponse answers GetMonitoringReportRequest.
type GetMonitoringReportResponse struct {
	Status     GenericDeviceModelStatus `json:"status"`
	StatusInfo *StatusInfo              `json:"statusInfo,omitempty"`
	CustomData *CustomData              `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *GetMonitoringReportResponse) UnmarshalJSON(data []byte) error {
	type plain GetMonitoringReportResponse
	return decode(data, (*plain)(m))
}

// GetReportRequest asks for GetReport.
type GetReportRequest struct {
	ComponentVariable []ComponentVariable  `json:"componentVariable,omitempty"` // ComponentVariableType[1..]
	RequestID         int                  `json:"requestId"`
	ComponentCriteria []ComponentCriterion `json:"componentCriteria,omitempty"` // ComponentCriterionEnumType[1..4]
	CustomData        *CustomData          `json:"customData,omitempty"`
}

// Action returns "GetReport".
func (GetReportRequest) Action() string { return "GetReport" }

// Response returns the empty answer, of the type that this request is answered with.
func (GetReportRequest) Response() GetReportResponse { return GetReportResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *GetReportRequest) UnmarshalJSON(data []byte) error {
	type plain GetReportRequest
	return decode(data, (*plain)(m))
}

// GetReportResponse answers GetReportRequest.
type GetReportResponse struct {
	Status     GenericDeviceModelStatus `json:"status"`
	StatusInfo *StatusInfo              `json:"statusInfo,omitempty"`
	CustomData *CustomData              `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *GetReportResponse) UnmarshalJSON(data []byte) error {
	type plain GetReportResponse
	return decode(data, (*plain)(m))
}

// GetTransactionStatusRequest asks for GetTransactionStatus.
type GetTransactionStatusRequest struct {
	TransactionID *string     `json:"transactionId,omitempty"` // identifierString(36)
	CustomData    *CustomData `json:"customData,omitempty"`
}

// Action returns "GetTransactionStatus".
func (GetTransactionStatusRequest) Action() string { return "GetTransactionStatus" }

// Response returns the empty answer, of the type that this request is answered with.
func (GetTransactionStatusRequest) Response() GetTransactionStatusResponse {
	return GetTransactionStatusResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *GetTransactionStatusRequest) UnmarshalJSON(data []byte) error {
	type plain GetTransactionStatusRequest
	return decode(data, (*plain)(m))
}

// GetTransactionStatusResponse answers GetTransactionStatusRequest.
type GetTransactionStatusResponse struct {
	OngoingIndicator *bool       `json:"ongoingIndicator,omitempty"`
	MessagesInQueue  bool        `json:"messagesInQueue"`
	CustomData       *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *GetTransactionStatusResponse) UnmarshalJSON(data []byte) error {
	type plain GetTransactionStatusResponse
	return decode(data, (*plain)(m))
}

// GetVariablesRequest asks for GetVariables.
type GetVariablesRequest struct {
	GetVariableData []GetVariableData `json:"getVariableData,omitempty"` // GetVariableDataType[1..], required
	CustomData      *CustomData       `json:"customData,omitempty"`
}

// Action returns "GetVariables".
func (GetVariablesRequest) Action() string { return "GetVariables" }

// Response returns the empty answer, of the type that this request is answered with.
func (GetVariablesRequest) Response() GetVariablesResponse { return GetVariablesResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *GetVariablesRequest) UnmarshalJSON(data []byte) error {
	type plain GetVariablesRequest
	return decode(data, (*plain)(m))
}

// GetVariablesResponse answers GetVariablesRequest.
type GetVariablesResponse struct {
	GetVariableResult []GetVariableResult `json:"getVariableResult,omitempty"` // GetVariableResultType[1..], required
	CustomData        *CustomData         `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *GetVariablesResponse) UnmarshalJSON(data []byte) error {
	type plain GetVariablesResponse
	return decode(data, (*plain)(m))
}

// HeartbeatRequest asks for Heartbeat.
type HeartbeatRequest struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// Action returns "Heartbeat".
func (HeartbeatRequest) Action() string { return "Heartbeat" }

// Response returns the empty answer, of the type that this request is answered with.
func (HeartbeatRequest) Response() HeartbeatResponse { return HeartbeatResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *HeartbeatRequest) UnmarshalJSON(data []byte) error {
	type plain HeartbeatRequest
	return decode(data, (*plain)(m))
}

// HeartbeatResponse answers HeartbeatRequest.
type HeartbeatResponse struct {
	CurrentTime DateTime    `json:"currentTime"`
	CustomData  *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *HeartbeatResponse) UnmarshalJSON(data []byte) error {
	type plain HeartbeatResponse
	return decode(data, (*plain)(m))
}

// InstallCertificateRequest asks for InstallCertificate.
type InstallCertificateRequest struct {
	CertificateType InstallCertificateUse `json:"certificateType"`
	Certificate     string                `json:"certificate"` // string(5500)
	CustomData      *CustomData           `json:"customData,omitempty"`
}

// Action returns "InstallCertificate".
func (InstallCertificateRequest) Action() string { return "InstallCertificate" }

// Response returns the empty answer, of the type that this request is answered with.
func (InstallCertificateRequest) Response() InstallCertificateResponse {
	return InstallCertificateResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *InstallCertificateRequest) UnmarshalJSON(data []byte) error {
	type plain InstallCertificateRequest
	return decode(data, (*plain)(m))
}

// InstallCertificateResponse answers InstallCertificateRequest.
type InstallCertificateResponse struct {
	Status     InstallCertificateStatus `json:"status"`
	StatusInfo *StatusInfo              `json:"statusInfo,omitempty"`
	CustomData *CustomData              `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *InstallCertificateResponse) UnmarshalJSON(data []byte) error {
	type plain InstallCertificateResponse
	return decode(data, (*plain)(m))
}

// LogStatusNotificationRequest asks for LogStatusNotification.
type LogStatusNotificationRequest struct {
	Status     UploadLogStatus `json:"status"`
	RequestID  *int            `json:"requestId,omitempty"`
	CustomData *CustomData     `json:"customData,omitempty"`
}

// Action returns "LogStatusNotification".
func (LogStatusNotificationRequest) Action() string { return "LogStatusNotification" }

// Response returns the empty answer, of the type that this request is answered with.
func (LogStatusNotificationRequest) Response() LogStatusNotificationResponse {
	return LogStatusNotificationResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *LogStatusNotificationRequest) UnmarshalJSON(data []byte) error {
	type plain LogStatusNotificationRequest
	return decode(data, (*plain)(m))
}

// LogStatusNotificationResponse answers LogStatusNotificationRequest.
type LogStatusNotificationResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *LogStatusNotificationResponse) UnmarshalJSON(data []byte) error {
	type plain LogStatusNotificationResponse
	return decode(data, (*plain)(m))
}

// MeterValuesRequest asks for MeterValues.
type MeterValuesRequest struct {
	EVSEID     int          `json:"evseId"`               // integer{0..}
	MeterValue []MeterValue `json:"meterValue,omitempty"` // MeterValueType[1..], required
	CustomData *CustomData  `json:"customData,omitempty"`
}

// Action returns "MeterValues".
func (MeterValuesRequest) Action() string { return "MeterValues" }

// Response returns the empty answer, of the type that this request is answered with.
func (MeterValuesRequest) Response() MeterValuesResponse { return MeterValuesResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *MeterValuesRequest) UnmarshalJSON(data []byte) error {
	type plain MeterValuesRequest
	return decode(data, (*plain)(m))
}

// MeterValuesResponse answers MeterValuesRequest.
type MeterValuesResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *MeterValuesResponse) UnmarshalJSON(data []byte) error {
	type plain MeterValuesResponse
	return decode(data, (*plain)(m))
}

// NotifyChargingLimitRequest asks for NotifyChargingLimit.
type NotifyChargingLimitRequest struct {
	ChargingSchedule []ChargingSchedule `json:"chargingSchedule,omitempty"` // ChargingScheduleType[1..]
	EVSEID           *int               `json:"evseId,omitempty"`           // integer{1..}
	ChargingLimit    ChargingLimit      `json:"chargingLimit"`
	CustomData       *CustomData        `json:"customData,omitempty"`
}

// Action returns "NotifyChargingLimit".
func (NotifyChargingLimitRequest) Action() string { return "NotifyChargingLimit" }

// Response returns the empty answer, of the type that this request is answered with.
func (NotifyChargingLimitRequest) Response() NotifyChargingLimitResponse {
	return NotifyChargingLimitResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *NotifyChargingLimitRequest) UnmarshalJSON(data []byte) error {
	type plain NotifyChargingLimitRequest
	return decode(data, (*plain)(m))
}

// NotifyChargingLimitResponse answers NotifyChargingLimitRequest.
type NotifyChargingLimitResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *NotifyChargingLimitResponse) UnmarshalJSON(data []byte) error {
	type plain NotifyChargingLimitResponse
	return decode(data, (*plain)(m))
}

// NotifyCustomerInformationRequest asks for NotifyCustomerInformation.
type NotifyCustomerInformationRequest struct {
	Data        string      `json:"data"`          // string(512)
	TBC         *bool       `json:"tbc,omitempty"` // default false
	SeqNo       int         `json:"seqNo"`         // integer{0..}
	GeneratedAt DateTime    `json:"generatedAt"`
	RequestID   int         `json:"requestId"`
	CustomData  *CustomData `json:"customData,omitempty"`
}

// Action returns "NotifyCustomerInformation".
func (NotifyCustomerInformationRequest) Action() string { return "NotifyCustomerInformation" }

// Response returns the empty answer, of the type that this request is answered with.
func (NotifyCustomerInformationRequest) Response() NotifyCustomerInformationResponse {
	return NotifyCustomerInformationResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *NotifyCustomerInformationRequest) UnmarshalJSON(data []byte) error {
	type plain NotifyCustomerInformationRequest
	return decode(data, (*plain)(m))
}

// NotifyCustomerInformationResponse answers NotifyCustomerInformationRequest.
type NotifyCustomerInformationResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *NotifyCustomerInformationResponse) UnmarshalJSON(data []byte) error {
	type plain NotifyCustomerInformationResponse
	return decode(data, (*plain)(m))
}

// NotifyDisplayMessagesRequest asks for NotifyDisplayMessages.
type NotifyDisplayMessagesRequest struct {
	MessageInfo []MessageInfo `json:"messageInfo,omitempty"` // MessageInfoType[1..]
	RequestID   int           `json:"requestId"`
	TBC         *bool         `json:"tbc,omitempty"` // default false
	CustomData  *CustomData   `json:"customData,omitempty"`
}

// Action returns "NotifyDisplayMessages".
func (NotifyDisplayMessagesRequest) Action() string { return "NotifyDisplayMessages" }

// Response returns the empty answer, of the type that this request is answered with.
func (NotifyDisplayMessagesRequest) Response() NotifyDisplayMessagesResponse {
	return NotifyDisplayMessagesResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *NotifyDisplayMessagesRequest) UnmarshalJSON(data []byte) error {
	type plain NotifyDisplayMessagesRequest
	return decode(data, (*plain)(m))
}

// NotifyDisplayMessagesResponse answers NotifyDisplayMessagesRequest.
type NotifyDisplayMessagesResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *NotifyDisplayMessagesResponse) UnmarshalJSON(data []byte) error {
	type plain NotifyDisplayMessagesResponse
	return decode(data, (*plain)(m))
}

// NotifyEVChargingNeedsRequest asks for NotifyEVChargingNeeds.
type NotifyEVChargingNeedsRequest struct {
	MaxScheduleTuples *int          `json:"maxScheduleTuples,omitempty"`
	ChargingNeeds     ChargingNeeds `json:"chargingNeeds"`
	EVSEID            int           `json:"evseId"` // integer{1..}
	CustomData        *CustomData   `json:"customData,omitempty"`
}

// Action returns "NotifyEVChargingNeeds".
func (NotifyEVChargingNeedsRequest) Action() string { return "NotifyEVChargingNeeds" }

// Response returns the empty answer, of the type that this request is answered with.
func (NotifyEVChargingNeedsRequest) Response() NotifyEVChargingNeedsResponse {
	return NotifyEVChargingNeedsResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *NotifyEVChargingNeedsRequest) UnmarshalJSON(data []byte) error {
	type plain NotifyEVChargingNeedsRequest
	return decode(data, (*plain)(m))
}

// NotifyEVChargingNeedsResponse answers NotifyEVChargingNeedsRequest.
type NotifyEVChargingNeedsResponse struct {
	Status     NotifyEVChargingNeedsStatus `json:"status"`
	StatusInfo *StatusInfo                 `json:"statusInfo,omitempty"`
	CustomData *CustomData                 `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *NotifyEVChargingNeedsResponse) UnmarshalJSON(data []byte) error {
	type plain NotifyEVChargingNeedsResponse
	return decode(data, (*plain)(m))
}

// NotifyEVChargingScheduleRequest asks for NotifyEVChargingSchedule.
type NotifyEVChargingScheduleRequest struct {
	TimeBase         DateTime         `json:"timeBase"`
	ChargingSchedule ChargingSchedule `json:"chargingSchedule"`
	EVSEID           int              `json:"evseId"` // integer{1..}
	CustomData       *CustomData      `json:"customData,omitempty"`
}

// Action returns "NotifyEVChargingSchedule".
func (NotifyEVChargingScheduleRequest) Action() string { return "NotifyEVChargingSchedule" }

// Response returns the empty answer, of the type that this request is answered with.
func (NotifyEVChargingScheduleRequest) Response() NotifyEVChargingScheduleResponse {
	return NotifyEVChargingScheduleResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *NotifyEVChargingScheduleRequest) UnmarshalJSON(data []byte) error {
	type plain NotifyEVChargingScheduleRequest
	return decode(data, (*plain)(m))
}

// NotifyEVChargingScheduleResponse answers NotifyEVChargingScheduleRequest.
type NotifyEVChargingScheduleResponse struct {
	Status     GenericStatus `json:"status"`
	StatusInfo *StatusInfo   `json:"statusInfo,omitempty"`
	CustomData *CustomData   `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *NotifyEVChargingScheduleResponse) UnmarshalJSON(data []byte) error {
	type plain NotifyEVChargingScheduleResponse
	return decode(data, (*plain)(m))
}

// NotifyEventRequest asks for NotifyEvent.
type NotifyEventRequest struct {
	GeneratedAt DateTime    `json:"generatedAt"`
	TBC         *bool       `json:"tbc,omitempty"`       // default false
	SeqNo       int         `json:"seqNo"`               // integer{0..}
	EventData   []EventData `json:"eventData,omitempty"` // EventDataType[1..], required
	CustomData  *CustomData `json:"customData,omitempty"`
}

// Action returns "NotifyEvent".
func (NotifyEventRequest) Action() string { return "NotifyEvent" }

// Response returns the empty answer, of the type that this request is answered with.
func (NotifyEventRequest) Response() NotifyEventResponse { return NotifyEventResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *NotifyEventRequest) UnmarshalJSON(data []byte) error {
	type plain NotifyEventRequest
	return decode(data, (*plain)(m))
}

// NotifyEventResponse answers NotifyEventRequest.
type NotifyEventResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *NotifyEventResponse) UnmarshalJSON(data []byte) error {
	type plain NotifyEventResponse
	return decode(data, (*plain)(m))
}

// NotifyMonitoringReportRequest asks for NotifyMonitoringReport.
type NotifyMonitoringReportRequest struct {
	Monitor     []MonitoringData `json:"monitor,omitempty"` // MonitoringDataType[1..]
	RequestID   int              `json:"requestId"`
	TBC         *bool            `json:"tbc,omitempty"` // default false
	SeqNo       int              `json:"seqNo"`         // integer{0..}
	GeneratedAt DateTime         `json:"generatedAt"`
	CustomData  *CustomData      `json:"customData,omitempty"`
}

// Action returns "NotifyMonitoringReport".
func (NotifyMonitoringReportRequest) Action() string { return "NotifyMonitoringReport" }

// Response returns the empty answer, of the type that this request is answered with.
func (NotifyMonitoringReportRequest) Response() NotifyMonitoringReportResponse {
	return NotifyMonitoringReportResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *NotifyMonitoringReportRequest) UnmarshalJSON(data []byte) error {
	type plain NotifyMonitoringReportRequest
	return decode(data, (*plain)(m))
}

// NotifyMonitoringReportResponse answers NotifyMonitoringReportRequest.
type NotifyMonitoringReportResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *NotifyMonitoringReportResponse) UnmarshalJSON(data []byte) error {
	type plain NotifyMonitoringReportResponse
	return decode(data, (*plain)(m))
}

// NotifyReportRequest asks for NotifyReport.
type NotifyReportRequest struct {
	RequestID   int          `json:"requestId"`
	GeneratedAt DateTime     `json:"generatedAt"`
	ReportData  []ReportData `json:"reportData,omitempty"` // ReportDataType[1..]
	TBC         *bool        `json:"tbc,omitempty"`        // default false
	SeqNo       int          `json:"seqNo"`                // integer{0..}
	CustomData  *CustomData  `json:"customData,omitempty"`
}

// Action returns "NotifyReport".
func (NotifyReportRequest) Action() string { return "NotifyReport" }

// Response returns the empty answer, of the type that this request is answered with.
func (NotifyReportRequest) Response() NotifyReportResponse { return NotifyReportResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *NotifyReportRequest) UnmarshalJSON(data []byte) error {
	type plain NotifyReportRequest
	return decode(data, (*plain)(m))
}

// NotifyReportResponse answers NotifyReportRequest.
type NotifyReportResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *NotifyReportResponse) UnmarshalJSON(data []byte) error {
	type plain NotifyReportResponse
	return decode(data, (*plain)(m))
}

// PublishFirmwareRequest asks for PublishFirmware.
type PublishFirmwareRequest struct {
	Location      string      `json:"location"`          // string(512)
	Retries       *int        `json:"retries,omitempty"` // integer{0..}
	Checksum      string      `json:"checksum"`          // identifierString(32)
	RequestID     int         `json:"requestId"`
	RetryInterval *int        `json:"retryInterval,omitempty"` // integer{0..}
	CustomData    *CustomData `json:"customData,omitempty"`
}

// Action returns "PublishFirmware".
func (PublishFirmwareRequest) Action() string { return "PublishFirmware" }

// Response returns the empty answer, of the type that this request is answered with.
func (PublishFirmwareRequest) Response() PublishFirmwareResponse { return PublishFirmwareResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *PublishFirmwareRequest) UnmarshalJSON(data []byte) error {
	type plain PublishFirmwareRequest
	return decode(data, (*plain)(m))
}

// PublishFirmwareResponse answers PublishFirmwareRequest.
type PublishFirmwareResponse struct {
	Status     GenericStatus `json:"status"`
	StatusInfo *StatusInfo   `json:"statusInfo,omitempty"`
	CustomData *CustomData   `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *PublishFirmwareResponse) UnmarshalJSON(data []byte) error {
	type plain PublishFirmwareResponse
	return decode(data, (*plain)(m))
}

// PublishFirmwareStatusNotificationRequest asks for PublishFirmwareStatusNotification.
type PublishFirmwareStatusNotificationRequest struct {
	Status     PublishFirmwareStatus `json:"status"`
	Location   []string              `json:"location,omitempty"` // string(512)[1..]
	RequestID  *int                  `json:"requestId,omitempty"`
	CustomData *CustomData           `json:"customData,omitempty"`
}

// Action returns "PublishFirmwareStatusNotification".
func (PublishFirmwareStatusNotificationRequest) Action() string {
	return "PublishFirmwareStatusNotification"
}

// Response returns the empty answer, of the type that this request is answered with.
func (PublishFirmwareStatusNotificationRequest) Response() PublishFirmwareStatusNotificationResponse {
	return PublishFirmwareStatusNotificationResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *PublishFirmwareStatusNotificationRequest) UnmarshalJSON(data []byte) error {
	type plain PublishFirmwareStatusNotificationRequest
	return decode(data, (*plain)(m))
}

// PublishFirmwareStatusNotificationResponse answers PublishFirmwareStatusNotificationRequest.
type PublishFirmwareStatusNotificationResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *PublishFirmwareStatusNotificationResponse) UnmarshalJSON(data []byte) error {
	type plain PublishFirmwareStatusNotificationResponse
	return decode(data, (*plain)(m))
}

// ReportChargingProfilesRequest asks for ReportChargingProfiles.
type ReportChargingProfilesRequest struct {
	RequestID           int                 `json:"requestId"`
	ChargingLimitSource ChargingLimitSource `json:"chargingLimitSource"`
	ChargingProfile     []ChargingProfile   `json:"chargingProfile,omitempty"` // ChargingProfileType[1..], required
	TBC                 *bool               `json:"tbc,omitempty"`             // default false
	EVSEID              int                 `json:"evseId"`                    // integer{0..}
	CustomData          *CustomData         `json:"customData,omitempty"`
}

// Action returns "ReportChargingProfiles".
func (ReportChargingProfilesRequest) Action() string { return "ReportChargingProfiles" }

// Response returns the empty answer, of the type that this request is answered with.
func (ReportChargingProfilesRequest) Response() ReportChargingProfilesResponse {
	return ReportChargingProfilesResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *ReportChargingProfilesRequest) UnmarshalJSON(data []byte) error {
	type plain ReportChargingProfilesRequest
	return decode(data, (*plain)(m))
}

// ReportChargingProfilesResponse answers ReportChargingProfilesRequest.
type ReportChargingProfilesResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *ReportChargingProfilesResponse) UnmarshalJSON(data []byte) error {
	type plain ReportChargingProfilesResponse
	return decode(data, (*plain)(m))
}

// RequestStartTransactionRequest asks for RequestStartTransaction.
type RequestStartTransactionRequest struct {
	EVSEID          *int             `json:"evseId,omitempty"` // integer{1..}
	GroupIDToken    *IDToken         `json:"groupIdToken,omitempty"`
	IDToken         IDToken          `json:"idToken"`
	RemoteStartID   int              `json:"remoteStartId"`
	ChargingProfile *ChargingProfile `json:"chargingProfile,omitempty"`
	CustomData      *CustomData      `json:"customData,omitempty"`
}

// Action returns "RequestStartTransaction".
func (RequestStartTransactionRequest) Action() string { return "RequestStartTransaction" }

// Response returns the empty answer, of the type that this request is answered with.
func (RequestStartTransactionRequest) Response() RequestStartTransactionResponse {
	return RequestStartTransactionResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *RequestStartTransactionRequest) UnmarshalJSON(data []byte) error {
	type plain RequestStartTransactionRequest
	return decode(data, (*plain)(m))
}

// RequestStartTransactionResponse answers RequestStartTransactionRequest.
type RequestStartTransactionResponse struct {
	Status        RequestStartStopStatus `json:"status"`
	StatusInfo    *StatusInfo            `json:"statusInfo,omitempty"`
	TransactionID *string                `json:"transactionId,omitempty"` // identifierString(36)
	CustomData    *CustomData            `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *RequestStartTransactionResponse) UnmarshalJSON(data []byte) error {
	type plain RequestStartTransactionResponse
	return decode(data, (*plain)(m))
}

// RequestStopTransactionRequest asks for RequestStopTransaction.
type RequestStopTransactionRequest struct {
	TransactionID string      `json:"transactionId"` // identifierString(36)
	CustomData    *CustomData `json:"customData,omitempty"`
}

// Action returns "RequestStopTransaction".
func (RequestStopTransactionRequest) Action() string { return "RequestStopTransaction" }

// Response returns the empty answer, of the type that this request is answered with.
func (RequestStopTransactionRequest) Response() RequestStopTransactionResponse {
	return RequestStopTransactionResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *RequestStopTransactionRequest) UnmarshalJSON(data []byte) error {
	type plain RequestStopTransactionRequest
	return decode(data, (*plain)(m))
}

// RequestStopTransactionResponse answers RequestStopTransactionRequest.
type RequestStopTransactionResponse struct {
	Status     RequestStartStopStatus `json:"status"`
	StatusInfo *StatusInfo            `json:"statusInfo,omitempty"`
	CustomData *CustomData            `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *RequestStopTransactionResponse) UnmarshalJSON(data []byte) error {
	type plain RequestStopTransactionResponse
	return decode(data, (*plain)(m))
}

// ReservationStatusUpdateRequest asks for ReservationStatusUpdate.
type ReservationStatusUpdateRequest struct {
	ReservationID           int                     `json:"reservationId"`
	ReservationUpdateStatus ReservationUpdateStatus `json:"reservationUpdateStatus"`
	CustomData              *CustomData             `json:"customData,omitempty"`
}

// Action returns "ReservationStatusUpdate".
func (ReservationStatusUpdateRequest) Action() string { return "ReservationStatusUpdate" }

// Response returns the empty answer, of the type that this request is answered with.
func (ReservationStatusUpdateRequest) Response() ReservationStatusUpdateResponse {
	return ReservationStatusUpdateResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *ReservationStatusUpdateRequest) UnmarshalJSON(data []byte) error {
	type plain ReservationStatusUpdateRequest
	return decode(data, (*plain)(m))
}

// ReservationStatusUpdateResponse answers ReservationStatusUpdateRequest.
type ReservationStatusUpdateResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *ReservationStatusUpdateResponse) UnmarshalJSON(data []byte) error {
	type plain ReservationStatusUpdateResponse
	return decode(data, (*plain)(m))
}

// ReserveNowRequest asks for ReserveNow.
type ReserveNowRequest struct {
	ID             int         `json:"id"`
	ExpiryDateTime DateTime    `json:"expiryDateTime"`
	ConnectorType  *Connector  `json:"connectorType,omitempty"`
	IDToken        IDToken     `json:"idToken"`
	EVSEID         *int        `json:"evseId,omitempty"`
	GroupIDToken   *IDToken    `json:"groupIdToken,omitempty"`
	CustomData     *CustomData `json:"customData,omitempty"`
}

// Action returns "ReserveNow".
func (ReserveNowRequest) Action() string { return "ReserveNow" }

// Response returns the empty answer, of the type that this request is answered with.
func (ReserveNowRequest) Response() ReserveNowResponse { return ReserveNowResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *ReserveNowRequest) UnmarshalJSON(data []byte) error {
	type plain ReserveNowRequest
	return decode(data, (*plain)(m))
}

// ReserveNowResponse answers ReserveNowRequest.
type ReserveNowResponse struct {
	Status     ReserveNowStatus `json:"status"`
	StatusInfo *StatusInfo      `json:"statusInfo,omitempty"`
	CustomData *CustomData      `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *ReserveNowResponse) UnmarshalJSON(data []byte) error {
	type plain ReserveNowResponse
	return decode(data, (*plain)(m))
}

// ResetRequest asks for Reset.
type ResetRequest struct {
	Type       ResetEnum   `json:"type"`
	EVSEID     *int        `json:"evseId,omitempty"`
	CustomData *CustomData `json:"customData,omitempty"`
}

// Action returns "Reset".
func (ResetRequest) Action() string { return "Reset" }

// Response returns the empty answer, of the type that this request is answered with.
func (ResetRequest) Response() ResetResponse { return ResetResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *ResetRequest) UnmarshalJSON(data []byte) error {
	type plain ResetRequest
	return decode(data, (*plain)(m))
}

// ResetResponse answers ResetRequest.
type ResetResponse struct {
	Status     ResetStatus `json:"status"`
	StatusInfo *StatusInfo `json:"statusInfo,omitempty"`
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *ResetResponse) UnmarshalJSON(data []byte) error {
	type plain ResetResponse
	return decode(data, (*plain)(m))
}

// SecurityEventNotificationRequest asks for SecurityEventNotification.
type SecurityEventNotificationRequest struct {
	Type       string      `json:"type"` // string(50)
	Timestamp  DateTime    `json:"timestamp"`
	TechInfo   *string     `json:"techInfo,omitempty"` // string(255)
	CustomData *CustomData `json:"customData,omitempty"`
}

// Action returns "SecurityEventNotification".
func (SecurityEventNotificationRequest) Action() string { return "SecurityEventNotification" }

// Response returns the empty answer, of the type that this request is answered with.
func (SecurityEventNotificationRequest) Response() SecurityEventNotificationResponse {
	return SecurityEventNotificationResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *SecurityEventNotificationRequest) UnmarshalJSON(data []byte) error {
	type plain SecurityEventNotificationRequest
	return decode(data, (*plain)(m))
}

// SecurityEventNotificationResponse answers SecurityEventNotificationRequest.
type SecurityEventNotificationResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *SecurityEventNotificationResponse) UnmarshalJSON(data []byte) error {
	type plain SecurityEventNotificationResponse
	return decode(data, (*plain)(m))
}

// SendLocalListRequest asks for SendLocalList.
type SendLocalListRequest struct {
	LocalAuthorizationList []AuthorizationData `json:"localAuthorizationList,omitempty"` // AuthorizationData[1..]
	VersionNumber          int                 `json:"versionNumber"`                    // integer{0..}
	UpdateType             Update              `json:"updateType"`
	CustomData             *CustomData         `json:"customData,omitempty"`
}

// Action returns "SendLocalList".
func (SendLocalListRequest) Action() string { return "SendLocalList" }

// Response returns the empty answer, of the type that this request is answered with.
func (SendLocalListRequest) Response() SendLocalListResponse { return SendLocalListResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *SendLocalListRequest) UnmarshalJSON(data []byte) error {
	type plain SendLocalListRequest
	return decode(data, (*plain)(m))
}

// SendLocalListResponse answers SendLocalListRequest.
type SendLocalListResponse struct {
	Status     SendLocalListStatus `json:"status"`
	StatusInfo *StatusInfo         `json:"statusInfo,omitempty"`
	CustomData *CustomData         `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *SendLocalListResponse) UnmarshalJSON(data []byte) error {
	type plain SendLocalListResponse
	return decode(data, (*plain)(m))
}

// SetChargingProfileRequest asks for SetChargingProfile.
type SetChargingProfileRequest struct {
	EVSEID          int             `json:"evseId"` // integer{0..}
	ChargingProfile ChargingProfile `json:"chargingProfile"`
	CustomData      *CustomData     `json:"customData,omitempty"`
}

// Action returns "SetChargingProfile".
func (SetChargingProfileRequest) Action() string { return "SetChargingProfile" }

// Response returns the empty answer, of the type that this request is answered with.
func (SetChargingProfileRequest) Response() SetChargingProfileResponse {
	return SetChargingProfileResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *SetChargingProfileRequest) UnmarshalJSON(data []byte) error {
	type plain SetChargingProfileRequest
	return decode(data, (*plain)(m))
}

// SetChargingProfileResponse answers SetChargingProfileRequest.
type SetChargingProfileResponse struct {
	Status     ChargingProfileStatus `json:"status"`
	StatusInfo *StatusInfo           `json:"statusInfo,omitempty"`
	CustomData *CustomData           `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *SetChargingProfileResponse) UnmarshalJSON(data []byte) error {
	type plain SetChargingProfileResponse
	return decode(data, (*plain)(m))
}

// SetDisplayMessageRequest asks for SetDisplayMessage.
type SetDisplayMessageRequest struct {
	Message    MessageInfo `json:"message"`
	CustomData *CustomData `json:"customData,omitempty"`
}

// Action returns "SetDisplayMessage".
func (SetDisplayMessageRequest) Action() string { return "SetDisplayMessage" }

// Response returns the empty answer, of the type that this request is answered with.
func (SetDisplayMessageRequest) Response() SetDisplayMessageResponse {
	return SetDisplayMessageResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *SetDisplayMessageRequest) UnmarshalJSON(data []byte) error {
	type plain SetDisplayMessageRequest
	return decode(data, (*plain)(m))
}

// SetDisplayMessageResponse answers SetDisplayMessageRequest.
type SetDisplayMessageResponse struct {
	Status     DisplayMessageStatus `json:"status"`
	StatusInfo *StatusInfo          `json:"statusInfo,omitempty"`
	CustomData *CustomData          `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *SetDisplayMessageResponse) UnmarshalJSON(data []byte) error {
	type plain SetDisplayMessageResponse
	return decode(data, (*plain)(m))
}

// SetMonitoringBaseRequest asks for SetMonitoringBase.
type SetMonitoringBaseRequest struct {
	MonitoringBase MonitoringBase `json:"monitoringBase"`
	CustomData     *CustomData    `json:"customData,omitempty"`
}

// Action returns "SetMonitoringBase".
func (SetMonitoringBaseRequest) Action() string { return "SetMonitoringBase" }

// Response returns the empty answer, of the type that this request is answered with.
func (SetMonitoringBaseRequest) Response() SetMonitoringBaseResponse {
	return SetMonitoringBaseResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *SetMonitoringBaseRequest) UnmarshalJSON(data []byte) error {
	type plain SetMonitoringBaseRequest
	return decode(data, (*plain)(m))
}

// SetMonitoringBaseResponse answers SetMonitoringBaseRequest.
type SetMonitoringBaseResponse struct {
	Status     GenericDeviceModelStatus `json:"status"`
	StatusInfo *StatusInfo              `json:"statusInfo,omitempty"`
	CustomData *CustomData              `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *SetMonitoringBaseResponse) UnmarshalJSON(data []byte) error {
	type plain SetMonitoringBaseResponse
	return decode(data, (*plain)(m))
}

// SetMonitoringLevelRequest asks for SetMonitoringLevel.
type SetMonitoringLevelRequest struct {
	Severity   int         `json:"severity"` // integer{0..9}
	CustomData *CustomData `json:"customData,omitempty"`
}

// Action returns "SetMonitoringLevel".
func (SetMonitoringLevelRequest) Action() string { return "SetMonitoringLevel" }

// Response returns the empty answer, of the type that this request is answered with.
func (SetMonitoringLevelRequest) Response() SetMonitoringLevelResponse {
	return SetMonitoringLevelResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *SetMonitoringLevelRequest) UnmarshalJSON(data []byte) error {
	type plain SetMonitoringLevelRequest
	return decode(data, (*plain)(m))
}

// SetMonitoringLevelResponse answers SetMonitoringLevelRequest.
type SetMonitoringLevelResponse struct {
	Status     GenericStatus `json:"status"`
	StatusInfo *StatusInfo   `json:"statusInfo,omitempty"`
	CustomData *CustomData   `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *SetMonitoringLevelResponse) UnmarshalJSON(data []byte) error {
	type plain SetMonitoringLevelResponse
	return decode(data, (*plain)(m))
}

// SetNetworkProfileRequest asks for SetNetworkProfile.
type SetNetworkProfileRequest struct {
	ConfigurationSlot int                      `json:"configurationSlot"`
	ConnectionData    NetworkConnectionProfile `json:"connectionData"`
	CustomData        *CustomData              `json:"customData,omitempty"`
}

// Action returns "SetNetworkProfile".
func (SetNetworkProfileRequest) Action() string { return "SetNetworkProfile" }

// Response returns the empty answer, of the type that this request is answered with.
func (SetNetworkProfileRequest) Response() SetNetworkProfileResponse {
	return SetNetworkProfileResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *SetNetworkProfileRequest) UnmarshalJSON(data []byte) error {
	type plain SetNetworkProfileRequest
	return decode(data, (*plain)(m))
}

// SetNetworkProfileResponse answers SetNetworkProfileRequest.
type SetNetworkProfileResponse struct {
	Status     SetNetworkProfileStatus `json:"status"`
	StatusInfo *StatusInfo             `json:"statusInfo,omitempty"`
	CustomData *CustomData             `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *SetNetworkProfileResponse) UnmarshalJSON(data []byte) error {
	type plain SetNetworkProfileResponse
	return decode(data, (*plain)(m))
}

// SetVariableMonitoringRequest asks for SetVariableMonitoring.
type SetVariableMonitoringRequest struct {
	SetMonitoringData []SetMonitoringData `json:"setMonitoringData,omitempty"` // SetMonitoringDataType[1..], required
	CustomData        *CustomData         `json:"customData,omitempty"`
}

// Action returns "SetVariableMonitoring".
func (SetVariableMonitoringRequest) Action() string { return "SetVariableMonitoring" }

// Response returns the empty answer, of the type that this request is answered with.
func (SetVariableMonitoringRequest) Response() SetVariableMonitoringResponse {
	return SetVariableMonitoringResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *SetVariableMonitoringRequest) UnmarshalJSON(data []byte) error {
	type plain SetVariableMonitoringRequest
	return decode(data, (*plain)(m))
}

// SetVariableMonitoringResponse answers SetVariableMonitoringRequest.
type SetVariableMonitoringResponse struct {
	SetMonitoringResult []SetMonitoringResult `json:"setMonitoringResult,omitempty"` // SetMonitoringResultType[1..], required
	CustomData          *CustomData           `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *SetVariableMonitoringResponse) UnmarshalJSON(data []byte) error {
	type plain SetVariableMonitoringResponse
	return decode(data, (*plain)(m))
}

// SetVariablesRequest asks for SetVariables.
type SetVariablesRequest struct {
	SetVariableData []SetVariableData `json:"setVariableData,omitempty"` // SetVariableDataType[1..], required
	CustomData      *CustomData       `json:"customData,omitempty"`
}

// Action returns "SetVariables".
func (SetVariablesRequest) Action() string { return "SetVariables" }

// Response returns the empty answer, of the type that this request is answered with.
func (SetVariablesRequest) Response() SetVariablesResponse { return SetVariablesResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *SetVariablesRequest) UnmarshalJSON(data []byte) error {
	type plain SetVariablesRequest
	return decode(data, (*plain)(m))
}

// SetVariablesResponse answers SetVariablesRequest.
type SetVariablesResponse struct {
	SetVariableResult []SetVariableResult `json:"setVariableResult,omitempty"` // SetVariableResultType[1..], required
	CustomData        *CustomData         `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *SetVariablesResponse) UnmarshalJSON(data []byte) error {
	type plain SetVariablesResponse
	return decode(data, (*plain)(m))
}

// SignCertificateRequest asks for SignCertificate.
type SignCertificateRequest struct {
	CSR             string                 `json:"csr"` // string(5500)
	CertificateType *CertificateSigningUse `json:"certificateType,omitempty"`
	CustomData      *CustomData            `json:"customData,omitempty"`
}

// Action returns "SignCertificate".
func (SignCertificateRequest) Action() string { return "SignCertificate" }

// Response returns the empty answer, of the type that this request is answered with.
func (SignCertificateRequest) Response() SignCertificateResponse { return SignCertificateResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *SignCertificateRequest) UnmarshalJSON(data []byte) error {
	type plain SignCertificateRequest
	return decode(data, (*plain)(m))
}

// SignCertificateResponse answers SignCertificateRequest.
type SignCertificateResponse struct {
	Status     GenericStatus `json:"status"`
	StatusInfo *StatusInfo   `json:"statusInfo,omitempty"`
	CustomData *CustomData   `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *SignCertificateResponse) UnmarshalJSON(data []byte) error {
	type plain SignCertificateResponse
	return decode(data, (*plain)(m))
}

// StatusNotificationRequest asks for StatusNotification.
type StatusNotificationRequest struct {
	Timestamp       DateTime        `json:"timestamp"`
	ConnectorStatus ConnectorStatus `json:"connectorStatus"`
	EVSEID          int             `json:"evseId"`      // integer{0..}
	ConnectorID     int             `json:"connectorId"` // integer{0..}
	CustomData      *CustomData     `json:"customData,omitempty"`
}

// Action returns "StatusNotification".
func (StatusNotificationRequest) Action() string { return "StatusNotification" }

// Response returns the empty answer, of the type that this request is answered with.
func (StatusNotificationRequest) Response() StatusNotificationResponse {
	return StatusNotificationResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *StatusNotificationRequest) UnmarshalJSON(data []byte) error {
	type plain StatusNotificationRequest
	return decode(data, (*plain)(m))
}

// StatusNotificationResponse answers StatusNotificationRequest.
type StatusNotificationResponse struct {
	CustomData *CustomData `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *StatusNotificationResponse) UnmarshalJSON(data []byte) error {
	type plain StatusNotificationResponse
	return decode(data, (*plain)(m))
}

// TransactionEventRequest asks for TransactionEvent.
type TransactionEventRequest struct {
	EventType          TransactionEventEnum `json:"eventType"`
	MeterValue         []MeterValue         `json:"meterValue,omitempty"` // MeterValueType[1..]
	Timestamp          DateTime             `json:"timestamp"`
	TriggerReason      TriggerReason        `json:"triggerReason"`
	SeqNo              int                  `json:"seqNo"`                        // integer{0..}
	Offline            *bool                `json:"offline,omitempty"`            // default false
	NumberOfPhasesUsed *int                 `json:"numberOfPhasesUsed,omitempty"` // integer{0..}
	CableMaxCurrent    *int                 `json:"cableMaxCurrent,omitempty"`    // integer{0..}
	ReservationID      *int                 `json:"reservationId,omitempty"`
	TransactionInfo    Transaction          `json:"transactionInfo"`
	EVSE               *EVSE                `json:"evse,omitempty"`
	IDToken            *IDToken             `json:"idToken,omitempty"`
	CustomData         *CustomData          `json:"customData,omitempty"`
}

// Action returns "TransactionEvent".
func (TransactionEventRequest) Action() string { return "TransactionEvent" }

// Response returns the empty answer, of the type that this request is answered with.
func (TransactionEventRequest) Response() TransactionEventResponse { return TransactionEventResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *TransactionEventRequest) UnmarshalJSON(data []byte) error {
	type plain TransactionEventRequest
	return decode(data, (*plain)(m))
}

// TransactionEventResponse answers TransactionEventRequest.
type TransactionEventResponse struct {
	TotalCost              *float64        `json:"totalCost,omitempty"`
	ChargingPriority       *int            `json:"chargingPriority,omitempty"` // integer{-9..9}
	IDTokenInfo            *IDTokenInfo    `json:"idTokenInfo,omitempty"`
	UpdatedPersonalMessage *MessageContent `json:"updatedPersonalMessage,omitempty"`
	CustomData             *CustomData     `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *TransactionEventResponse) UnmarshalJSON(data []byte) error {
	type plain TransactionEventResponse
	return decode(data, (*plain)(m))
}

// TriggerMessageRequest asks for TriggerMessage.
type TriggerMessageRequest struct {
	EVSE             *EVSE          `json:"evse,omitempty"`
	RequestedMessage MessageTrigger `json:"requestedMessage"`
	CustomData       *CustomData    `json:"customData,omitempty"`
}

// Action returns "TriggerMessage".
func (TriggerMessageRequest) Action() string { return "TriggerMessage" }

// Response returns the empty answer, of the type that this request is answered with.
func (TriggerMessageRequest) Response() TriggerMessageResponse { return TriggerMessageResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *TriggerMessageRequest) UnmarshalJSON(data []byte) error {
	type plain TriggerMessageRequest
	return decode(data, (*plain)(m))
}

// TriggerMessageResponse answers TriggerMessageRequest.
type TriggerMessageResponse struct {
	Status     TriggerMessageStatus `json:"status"`
	StatusInfo *StatusInfo          `json:"statusInfo,omitempty"`
	CustomData *CustomData          `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *TriggerMessageResponse) UnmarshalJSON(data []byte) error {
	type plain TriggerMessageResponse
	return decode(data, (*plain)(m))
}

// UnlockConnectorRequest asks for UnlockConnector.
type UnlockConnectorRequest struct {
	EVSEID      int         `json:"evseId"`
	ConnectorID int         `json:"connectorId"`
	CustomData  *CustomData `json:"customData,omitempty"`
}

// Action returns "UnlockConnector".
func (UnlockConnectorRequest) Action() string { return "UnlockConnector" }

// Response returns the empty answer, of the type that this request is answered with.
func (UnlockConnectorRequest) Response() UnlockConnectorResponse { return UnlockConnectorResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *UnlockConnectorRequest) UnmarshalJSON(data []byte) error {
	type plain UnlockConnectorRequest
	return decode(data, (*plain)(m))
}

// UnlockConnectorResponse answers UnlockConnectorRequest.
type UnlockConnectorResponse struct {
	Status     UnlockStatus `json:"status"`
	StatusInfo *StatusInfo  `json:"statusInfo,omitempty"`
	CustomData *CustomData  `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *UnlockConnectorResponse) UnmarshalJSON(data []byte) error {
	type plain UnlockConnectorResponse
	return decode(data, (*plain)(m))
}

// UnpublishFirmwareRequest asks for UnpublishFirmware.
type UnpublishFirmwareRequest struct {
	Checksum   string      `json:"checksum"` // identifierString(32)
	CustomData *CustomData `json:"customData,omitempty"`
}

// Action returns "UnpublishFirmware".
func (UnpublishFirmwareRequest) Action() string { return "UnpublishFirmware" }

// Response returns the empty answer, of the type that this request is answered with.
func (UnpublishFirmwareRequest) Response() UnpublishFirmwareResponse {
	return UnpublishFirmwareResponse{}
}

// UnmarshalJSON decodes as Decode does.
func (m *UnpublishFirmwareRequest) UnmarshalJSON(data []byte) error {
	type plain UnpublishFirmwareRequest
	return decode(data, (*plain)(m))
}

// UnpublishFirmwareResponse answers UnpublishFirmwareRequest.
type UnpublishFirmwareResponse struct {
	Status     UnpublishFirmwareStatus `json:"status"`
	CustomData *CustomData             `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *UnpublishFirmwareResponse) UnmarshalJSON(data []byte) error {
	type plain UnpublishFirmwareResponse
	return decode(data, (*plain)(m))
}

// UpdateFirmwareRequest asks for UpdateFirmware.
type UpdateFirmwareRequest struct {
	Retries       *int        `json:"retries,omitempty"`       // integer{0..}
	RetryInterval *int        `json:"retryInterval,omitempty"` // integer{0..}
	RequestID     int         `json:"requestId"`
	Firmware      Firmware    `json:"firmware"`
	CustomData    *CustomData `json:"customData,omitempty"`
}

// Action returns "UpdateFirmware".
func (UpdateFirmwareRequest) Action() string { return "UpdateFirmware" }

// Response returns the empty answer, of the type that this request is answered with.
func (UpdateFirmwareRequest) Response() UpdateFirmwareResponse { return UpdateFirmwareResponse{} }

// UnmarshalJSON decodes as Decode does.
func (m *UpdateFirmwareRequest) UnmarshalJSON(data []byte) error {
	type plain UpdateFirmwareRequest
	return decode(data, (*plain)(m))
}

// UpdateFirmwareResponse answers UpdateFirmwareRequest.
type UpdateFirmwareResponse struct {
	Status     UpdateFirmwareStatus `json:"status"`
	StatusInfo *StatusInfo          `json:"statusInfo,omitempty"`
	CustomData *CustomData          `json:"customData,omitempty"`
}

// UnmarshalJSON decodes as Decode does.
func (m *UpdateFirmwareResponse) UnmarshalJSON(data []byte) error {
	type plain UpdateFirmwareResponse
	return decode(data, (*plain)(m))
}
