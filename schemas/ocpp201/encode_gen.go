// Code generated from the table of facts by schemas/gen. DO NOT EDIT.

package ocpp201

import "strconv"

// appendMessage appends a message of one of the 128 types, or a pointer to one, and tells whether it is such.
func appendMessage(b []byte, message any) ([]byte, bool) {
	switch m := message.(type) {
	case AuthorizeRequest:
		return m.appendTo(b), true
	case *AuthorizeRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case AuthorizeResponse:
		return m.appendTo(b), true
	case *AuthorizeResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case BootNotificationRequest:
		return m.appendTo(b), true
	case *BootNotificationRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case BootNotificationResponse:
		return m.appendTo(b), true
	case *BootNotificationResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case CancelReservationRequest:
		return m.appendTo(b), true
	case *CancelReservationRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case CancelReservationResponse:
		return m.appendTo(b), true
	case *CancelReservationResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case CertificateSignedRequest:
		return m.appendTo(b), true
	case *CertificateSignedRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case CertificateSignedResponse:
		return m.appendTo(b), true
	case *CertificateSignedResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case ChangeAvailabilityRequest:
		return m.appendTo(b), true
	case *ChangeAvailabilityRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case ChangeAvailabilityResponse:
		return m.appendTo(b), true
	case *ChangeAvailabilityResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case ClearCacheRequest:
		return m.appendTo(b), true
	case *ClearCacheRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case ClearCacheResponse:
		return m.appendTo(b), true
	case *ClearCacheResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case ClearChargingProfileRequest:
		return m.appendTo(b), true
	case *ClearChargingProfileRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case ClearChargingProfileResponse:
		return m.appendTo(b), true
	case *ClearChargingProfileResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case ClearDisplayMessageRequest:
		return m.appendTo(b), true
	case *ClearDisplayMessageRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case ClearDisplayMessageResponse:
		return m.appendTo(b), true
	case *ClearDisplayMessageResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case ClearVariableMonitoringRequest:
		return m.appendTo(b), true
	case *ClearVariableMonitoringRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case ClearVariableMonitoringResponse:
		return m.appendTo(b), true
	case *ClearVariableMonitoringResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case ClearedChargingLimitRequest:
		return m.appendTo(b), true
	case *ClearedChargingLimitRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case ClearedChargingLimitResponse:
		return m.appendTo(b), true
	case *ClearedChargingLimitResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case CostUpdatedRequest:
		return m.appendTo(b), true
	case *CostUpdatedRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case CostUpdatedResponse:
		return m.appendTo(b), true
	case *CostUpdatedResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case CustomerInformationRequest:
		return m.appendTo(b), true
	case *CustomerInformationRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case CustomerInformationResponse:
		return m.appendTo(b), true
	case *CustomerInformationResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case DataTransferRequest:
		return m.appendTo(b), true
	case *DataTransferRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case DataTransferResponse:
		return m.appendTo(b), true
	case *DataTransferResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case DeleteCertificateRequest:
		return m.appendTo(b), true
	case *DeleteCertificateRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case DeleteCertificateResponse:
		return m.appendTo(b), true
	case *DeleteCertificateResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case FirmwareStatusNotificationRequest:
		return m.appendTo(b), true
	case *FirmwareStatusNotificationRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case FirmwareStatusNotificationResponse:
		return m.appendTo(b), true
	case *FirmwareStatusNotificationResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case Get15118EVCertificateRequest:
		return m.appendTo(b), true
	case *Get15118EVCertificateRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case Get15118EVCertificateResponse:
		return m.appendTo(b), true
	case *Get15118EVCertificateResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetBaseReportRequest:
		return m.appendTo(b), true
	case *GetBaseReportRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetBaseReportResponse:
		return m.appendTo(b), true
	case *GetBaseReportResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetCertificateStatusRequest:
		return m.appendTo(b), true
	case *GetCertificateStatusRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetCertificateStatusResponse:
		return m.appendTo(b), true
	case *GetCertificateStatusResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetChargingProfilesRequest:
		return m.appendTo(b), true
	case *GetChargingProfilesRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetChargingProfilesResponse:
		return m.appendTo(b), true
	case *GetChargingProfilesResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetCompositeScheduleRequest:
		return m.appendTo(b), true
	case *GetCompositeScheduleRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetCompositeScheduleResponse:
		return m.appendTo(b), true
	case *GetCompositeScheduleResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetDisplayMessagesRequest:
		return m.appendTo(b), true
	case *GetDisplayMessagesRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetDisplayMessagesResponse:
		return m.appendTo(b), true
	case *GetDisplayMessagesResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetInstalledCertificateIdsRequest:
		return m.appendTo(b), true
	case *GetInstalledCertificateIdsRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetInstalledCertificateIdsResponse:
		return m.appendTo(b), true
	case *GetInstalledCertificateIdsResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetLocalListVersionRequest:
		return m.appendTo(b), true
	case *GetLocalListVersionRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetLocalListVersionResponse:
		return m.appendTo(b), true
	case *GetLocalListVersionResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetLogRequest:
		return m.appendTo(b), true
	case *GetLogRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetLogResponse:
		return m.appendTo(b), true
	case *GetLogResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetMonitoringReportRequest:
		return m.appendTo(b), true
	case *GetMonitoringReportRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetMonitoringReportResponse:
		return m.appendTo(b), true
	case *GetMonitoringReportResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetReportRequest:
		return m.appendTo(b), true
	case *GetReportRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetReportResponse:
		return m.appendTo(b), true
	case *GetReportResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetTransactionStatusRequest:
		return m.appendTo(b), true
	case *GetTransactionStatusRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetTransactionStatusResponse:
		return m.appendTo(b), true
	case *GetTransactionStatusResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetVariablesRequest:
		return m.appendTo(b), true
	case *GetVariablesRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case GetVariablesResponse:
		return m.appendTo(b), true
	case *GetVariablesResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case HeartbeatRequest:
		return m.appendTo(b), true
	case *HeartbeatRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case HeartbeatResponse:
		return m.appendTo(b), true
	case *HeartbeatResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case InstallCertificateRequest:
		return m.appendTo(b), true
	case *InstallCertificateRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case InstallCertificateResponse:
		return m.appendTo(b), true
	case *InstallCertificateResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case LogStatusNotificationRequest:
		return m.appendTo(b), true
	case *LogStatusNotificationRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case LogStatusNotificationResponse:
		return m.appendTo(b), true
	case *LogStatusNotificationResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case MeterValuesRequest:
		return m.appendTo(b), true
	case *MeterValuesRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case MeterValuesResponse:
		return m.appendTo(b), true
	case *MeterValuesResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyChargingLimitRequest:
		return m.appendTo(b), true
	case *NotifyChargingLimitRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyChargingLimitResponse:
		return m.appendTo(b), true
	case *NotifyChargingLimitResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyCustomerInformationRequest:
		return m.appendTo(b), true
	case *NotifyCustomerInformationRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyCustomerInformationResponse:
		return m.appendTo(b), true
	case *NotifyCustomerInformationResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyDisplayMessagesRequest:
		return m.appendTo(b), true
	case *NotifyDisplayMessagesRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyDisplayMessagesResponse:
		return m.appendTo(b), true
	case *NotifyDisplayMessagesResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyEVChargingNeedsRequest:
		return m.appendTo(b), true
	case *NotifyEVChargingNeedsRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyEVChargingNeedsResponse:
		return m.appendTo(b), true
	case *NotifyEVChargingNeedsResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyEVChargingScheduleRequest:
		return m.appendTo(b), true
	case *NotifyEVChargingScheduleRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyEVChargingScheduleResponse:
		return m.appendTo(b), true
	case *NotifyEVChargingScheduleResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyEventRequest:
		return m.appendTo(b), true
	case *NotifyEventRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyEventResponse:
		return m.appendTo(b), true
	case *NotifyEventResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyMonitoringReportRequest:
		return m.appendTo(b), true
	case *NotifyMonitoringReportRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyMonitoringReportResponse:
		return m.appendTo(b), true
	case *NotifyMonitoringReportResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyReportRequest:
		return m.appendTo(b), true
	case *NotifyReportRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case NotifyReportResponse:
		return m.appendTo(b), true
	case *NotifyReportResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case PublishFirmwareRequest:
		return m.appendTo(b), true
	case *PublishFirmwareRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case PublishFirmwareResponse:
		return m.appendTo(b), true
	case *PublishFirmwareResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case PublishFirmwareStatusNotificationRequest:
		return m.appendTo(b), true
	case *PublishFirmwareStatusNotificationRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case PublishFirmwareStatusNotificationResponse:
		return m.appendTo(b), true
	case *PublishFirmwareStatusNotificationResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case ReportChargingProfilesRequest:
		return m.appendTo(b), true
	case *ReportChargingProfilesRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case ReportChargingProfilesResponse:
		return m.appendTo(b), true
	case *ReportChargingProfilesResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case RequestStartTransactionRequest:
		return m.appendTo(b), true
	case *RequestStartTransactionRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case RequestStartTransactionResponse:
		return m.appendTo(b), true
	case *RequestStartTransactionResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case RequestStopTransactionRequest:
		return m.appendTo(b), true
	case *RequestStopTransactionRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case RequestStopTransactionResponse:
		return m.appendTo(b), true
	case *RequestStopTransactionResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case ReservationStatusUpdateRequest:
		return m.appendTo(b), true
	case *ReservationStatusUpdateRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case ReservationStatusUpdateResponse:
		return m.appendTo(b), true
	case *ReservationStatusUpdateResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case ReserveNowRequest:
		return m.appendTo(b), true
	case *ReserveNowRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case ReserveNowResponse:
		return m.appendTo(b), true
	case *ReserveNowResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case ResetRequest:
		return m.appendTo(b), true
	case *ResetRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case ResetResponse:
		return m.appendTo(b), true
	case *ResetResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case SecurityEventNotificationRequest:
		return m.appendTo(b), true
	case *SecurityEventNotificationRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case SecurityEventNotificationResponse:
		return m.appendTo(b), true
	case *SecurityEventNotificationResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case SendLocalListRequest:
		return m.appendTo(b), true
	case *SendLocalListRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case SendLocalListResponse:
		return m.appendTo(b), true
	case *SendLocalListResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case SetChargingProfileRequest:
		return m.appendTo(b), true
	case *SetChargingProfileRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case SetChargingProfileResponse:
		return m.appendTo(b), true
	case *SetChargingProfileResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case SetDisplayMessageRequest:
		return m.appendTo(b), true
	case *SetDisplayMessageRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case SetDisplayMessageResponse:
		return m.appendTo(b), true
	case *SetDisplayMessageResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case SetMonitoringBaseRequest:
		return m.appendTo(b), true
	case *SetMonitoringBaseRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case SetMonitoringBaseResponse:
		return m.appendTo(b), true
	case *SetMonitoringBaseResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case SetMonitoringLevelRequest:
		return m.appendTo(b), true
	case *SetMonitoringLevelRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case SetMonitoringLevelResponse:
		return m.appendTo(b), true
	case *SetMonitoringLevelResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case SetNetworkProfileRequest:
		return m.appendTo(b), true
	case *SetNetworkProfileRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case SetNetworkProfileResponse:
		return m.appendTo(b), true
	case *SetNetworkProfileResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case SetVariableMonitoringRequest:
		return m.appendTo(b), true
	case *SetVariableMonitoringRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case SetVariableMonitoringResponse:
		return m.appendTo(b), true
	case *SetVariableMonitoringResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case SetVariablesRequest:
		return m.appendTo(b), true
	case *SetVariablesRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case SetVariablesResponse:
		return m.appendTo(b), true
	case *SetVariablesResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case SignCertificateRequest:
		return m.appendTo(b), true
	case *SignCertificateRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case SignCertificateResponse:
		return m.appendTo(b), true
	case *SignCertificateResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case StatusNotificationRequest:
		return m.appendTo(b), true
	case *StatusNotificationRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case StatusNotificationResponse:
		return m.appendTo(b), true
	case *StatusNotificationResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case TransactionEventRequest:
		return m.appendTo(b), true
	case *TransactionEventRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case TransactionEventResponse:
		return m.appendTo(b), true
	case *TransactionEventResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case TriggerMessageRequest:
		return m.appendTo(b), true
	case *TriggerMessageRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case TriggerMessageResponse:
		return m.appendTo(b), true
	case *TriggerMessageResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case UnlockConnectorRequest:
		return m.appendTo(b), true
	case *UnlockConnectorRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case UnlockConnectorResponse:
		return m.appendTo(b), true
	case *UnlockConnectorResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case UnpublishFirmwareRequest:
		return m.appendTo(b), true
	case *UnpublishFirmwareRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case UnpublishFirmwareResponse:
		return m.appendTo(b), true
	case *UnpublishFirmwareResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	case UpdateFirmwareRequest:
		return m.appendTo(b), true
	case *UpdateFirmwareRequest:
		if m != nil {
			return m.appendTo(b), true
		}
	case UpdateFirmwareResponse:
		return m.appendTo(b), true
	case *UpdateFirmwareResponse:
		if m != nil {
			return m.appendTo(b), true
		}
	}
	return b, false
}

func (v *AuthorizeRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"idToken":`...)
	b = v.IDToken.appendTo(b)
	if v.Certificate != nil {
		b = append(b, `,"certificate":`...)
		b = appendText(b, *v.Certificate)
	}
	if len(v.ISO15118CertificateHashData) > 0 {
		b = append(b, `,"iso15118CertificateHashData":`...)
		b = append(b, '[')
		for i := range v.ISO15118CertificateHashData {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.ISO15118CertificateHashData[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *AuthorizeResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"idTokenInfo":`...)
	b = v.IDTokenInfo.appendTo(b)
	if v.CertificateStatus != nil {
		b = append(b, `,"certificateStatus":`...)
		b = appendText(b, string(*v.CertificateStatus))
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *BootNotificationRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"chargingStation":`...)
	b = v.ChargingStation.appendTo(b)
	b = append(b, `,"reason":`...)
	b = appendText(b, string(v.Reason))
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *BootNotificationResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"currentTime":`...)
	b = v.CurrentTime.appendTo(b)
	b = append(b, `,"interval":`...)
	b = strconv.AppendInt(b, int64(v.Interval), 10)
	b = append(b, `,"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *CancelReservationRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"reservationId":`...)
	b = strconv.AppendInt(b, int64(v.ReservationID), 10)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *CancelReservationResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *CertificateSignedRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"certificateChain":`...)
	b = appendText(b, v.CertificateChain)
	if v.CertificateType != nil {
		b = append(b, `,"certificateType":`...)
		b = appendText(b, string(*v.CertificateType))
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *CertificateSignedResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ChangeAvailabilityRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.EVSE != nil {
		b = append(b, `"evse":`...)
		b = v.EVSE.appendTo(b)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"operationalStatus":`...)
	b = appendText(b, string(v.OperationalStatus))
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ChangeAvailabilityResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ClearCacheRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ClearCacheResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ClearChargingProfileRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.ChargingProfileID != nil {
		b = append(b, `"chargingProfileId":`...)
		b = strconv.AppendInt(b, int64(*v.ChargingProfileID), 10)
	}
	if v.ChargingProfileCriteria != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"chargingProfileCriteria":`...)
		b = v.ChargingProfileCriteria.appendTo(b)
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ClearChargingProfileResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ClearDisplayMessageRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"id":`...)
	b = strconv.AppendInt(b, int64(v.ID), 10)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ClearDisplayMessageResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ClearVariableMonitoringRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.ID) > 0 {
		b = append(b, `"id":`...)
		b = append(b, '[')
		for i := range v.ID {
			if i > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendInt(b, int64(v.ID[i]), 10)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ClearVariableMonitoringResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.ClearMonitoringResult) > 0 {
		b = append(b, `"clearMonitoringResult":`...)
		b = append(b, '[')
		for i := range v.ClearMonitoringResult {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.ClearMonitoringResult[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ClearedChargingLimitRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"chargingLimitSource":`...)
	b = appendText(b, string(v.ChargingLimitSource))
	if v.EVSEID != nil {
		b = append(b, `,"evseId":`...)
		b = strconv.AppendInt(b, int64(*v.EVSEID), 10)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ClearedChargingLimitResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *CostUpdatedRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"totalCost":`...)
	b = appendNumber(b, v.TotalCost)
	b = append(b, `,"transactionId":`...)
	b = appendText(b, v.TransactionID)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *CostUpdatedResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *CustomerInformationRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.CustomerCertificate != nil {
		b = append(b, `"customerCertificate":`...)
		b = v.CustomerCertificate.appendTo(b)
	}
	if v.IDToken != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"idToken":`...)
		b = v.IDToken.appendTo(b)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"requestId":`...)
	b = strconv.AppendInt(b, int64(v.RequestID), 10)
	b = append(b, `,"report":`...)
	b = strconv.AppendBool(b, v.Report)
	b = append(b, `,"clear":`...)
	b = strconv.AppendBool(b, v.Clear)
	if v.CustomerIdentifier != nil {
		b = append(b, `,"customerIdentifier":`...)
		b = appendText(b, *v.CustomerIdentifier)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *CustomerInformationResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *DataTransferRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.MessageID != nil {
		b = append(b, `"messageId":`...)
		b = appendText(b, *v.MessageID)
	}
	if len(v.Data) > 0 {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"data":`...)
		b = appendAny(b, v.Data)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"vendorId":`...)
	b = appendText(b, v.VendorID)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *DataTransferResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if len(v.Data) > 0 {
		b = append(b, `,"data":`...)
		b = appendAny(b, v.Data)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *DeleteCertificateRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"certificateHashData":`...)
	b = v.CertificateHashData.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *DeleteCertificateResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *FirmwareStatusNotificationRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.RequestID != nil {
		b = append(b, `,"requestId":`...)
		b = strconv.AppendInt(b, int64(*v.RequestID), 10)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *FirmwareStatusNotificationResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *Get15118EVCertificateRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"iso15118SchemaVersion":`...)
	b = appendText(b, v.ISO15118SchemaVersion)
	b = append(b, `,"action":`...)
	b = appendText(b, string(v.CertificateAction))
	b = append(b, `,"exiRequest":`...)
	b = appendText(b, v.EXIRequest)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *Get15118EVCertificateResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	b = append(b, `,"exiResponse":`...)
	b = appendText(b, v.EXIResponse)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetBaseReportRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"requestId":`...)
	b = strconv.AppendInt(b, int64(v.RequestID), 10)
	b = append(b, `,"reportBase":`...)
	b = appendText(b, string(v.ReportBase))
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetBaseReportResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetCertificateStatusRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"ocspRequestData":`...)
	b = v.OCSPRequestData.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetCertificateStatusResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.OCSPResult != nil {
		b = append(b, `,"ocspResult":`...)
		b = appendText(b, *v.OCSPResult)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetChargingProfilesRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"requestId":`...)
	b = strconv.AppendInt(b, int64(v.RequestID), 10)
	if v.EVSEID != nil {
		b = append(b, `,"evseId":`...)
		b = strconv.AppendInt(b, int64(*v.EVSEID), 10)
	}
	b = append(b, `,"chargingProfile":`...)
	b = v.ChargingProfile.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetChargingProfilesResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetCompositeScheduleRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"duration":`...)
	b = strconv.AppendInt(b, int64(v.Duration), 10)
	if v.ChargingRateUnit != nil {
		b = append(b, `,"chargingRateUnit":`...)
		b = appendText(b, string(*v.ChargingRateUnit))
	}
	b = append(b, `,"evseId":`...)
	b = strconv.AppendInt(b, int64(v.EVSEID), 10)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetCompositeScheduleResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.Schedule != nil {
		b = append(b, `,"schedule":`...)
		b = v.Schedule.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetDisplayMessagesRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.ID) > 0 {
		b = append(b, `"id":`...)
		b = append(b, '[')
		for i := range v.ID {
			if i > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendInt(b, int64(v.ID[i]), 10)
		}
		b = append(b, ']')
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"requestId":`...)
	b = strconv.AppendInt(b, int64(v.RequestID), 10)
	if v.Priority != nil {
		b = append(b, `,"priority":`...)
		b = appendText(b, string(*v.Priority))
	}
	if v.State != nil {
		b = append(b, `,"state":`...)
		b = appendText(b, string(*v.State))
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetDisplayMessagesResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetInstalledCertificateIdsRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.CertificateType) > 0 {
		b = append(b, `"certificateType":`...)
		b = append(b, '[')
		for i := range v.CertificateType {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendText(b, string(v.CertificateType[i]))
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetInstalledCertificateIdsResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if len(v.CertificateHashDataChain) > 0 {
		b = append(b, `,"certificateHashDataChain":`...)
		b = append(b, '[')
		for i := range v.CertificateHashDataChain {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.CertificateHashDataChain[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetLocalListVersionRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetLocalListVersionResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"versionNumber":`...)
	b = strconv.AppendInt(b, int64(v.VersionNumber), 10)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetLogRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"log":`...)
	b = v.Log.appendTo(b)
	b = append(b, `,"logType":`...)
	b = appendText(b, string(v.LogType))
	b = append(b, `,"requestId":`...)
	b = strconv.AppendInt(b, int64(v.RequestID), 10)
	if v.Retries != nil {
		b = append(b, `,"retries":`...)
		b = strconv.AppendInt(b, int64(*v.Retries), 10)
	}
	if v.RetryInterval != nil {
		b = append(b, `,"retryInterval":`...)
		b = strconv.AppendInt(b, int64(*v.RetryInterval), 10)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetLogResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.Filename != nil {
		b = append(b, `,"filename":`...)
		b = appendText(b, *v.Filename)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetMonitoringReportRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.ComponentVariable) > 0 {
		b = append(b, `"componentVariable":`...)
		b = append(b, '[')
		for i := range v.ComponentVariable {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.ComponentVariable[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"requestId":`...)
	b = strconv.AppendInt(b, int64(v.RequestID), 10)
	if len(v.MonitoringCriteria) > 0 {
		b = append(b, `,"monitoringCriteria":`...)
		b = append(b, '[')
		for i := range v.MonitoringCriteria {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendText(b, string(v.MonitoringCriteria[i]))
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetMonitoringReportResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetReportRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.ComponentVariable) > 0 {
		b = append(b, `"componentVariable":`...)
		b = append(b, '[')
		for i := range v.ComponentVariable {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.ComponentVariable[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"requestId":`...)
	b = strconv.AppendInt(b, int64(v.RequestID), 10)
	if len(v.ComponentCriteria) > 0 {
		b = append(b, `,"componentCriteria":`...)
		b = append(b, '[')
		for i := range v.ComponentCriteria {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendText(b, string(v.ComponentCriteria[i]))
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetReportResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetTransactionStatusRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.TransactionID != nil {
		b = append(b, `"transactionId":`...)
		b = appendText(b, *v.TransactionID)
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetTransactionStatusResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.OngoingIndicator != nil {
		b = append(b, `"ongoingIndicator":`...)
		b = strconv.AppendBool(b, *v.OngoingIndicator)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"messagesInQueue":`...)
	b = strconv.AppendBool(b, v.MessagesInQueue)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetVariablesRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.GetVariableData) > 0 {
		b = append(b, `"getVariableData":`...)
		b = append(b, '[')
		for i := range v.GetVariableData {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.GetVariableData[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetVariablesResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.GetVariableResult) > 0 {
		b = append(b, `"getVariableResult":`...)
		b = append(b, '[')
		for i := range v.GetVariableResult {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.GetVariableResult[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *HeartbeatRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *HeartbeatResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"currentTime":`...)
	b = v.CurrentTime.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *InstallCertificateRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"certificateType":`...)
	b = appendText(b, string(v.CertificateType))
	b = append(b, `,"certificate":`...)
	b = appendText(b, v.Certificate)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *InstallCertificateResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *LogStatusNotificationRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.RequestID != nil {
		b = append(b, `,"requestId":`...)
		b = strconv.AppendInt(b, int64(*v.RequestID), 10)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *LogStatusNotificationResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *MeterValuesRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"evseId":`...)
	b = strconv.AppendInt(b, int64(v.EVSEID), 10)
	if len(v.MeterValue) > 0 {
		b = append(b, `,"meterValue":`...)
		b = append(b, '[')
		for i := range v.MeterValue {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.MeterValue[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *MeterValuesResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyChargingLimitRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.ChargingSchedule) > 0 {
		b = append(b, `"chargingSchedule":`...)
		b = append(b, '[')
		for i := range v.ChargingSchedule {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.ChargingSchedule[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.EVSEID != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"evseId":`...)
		b = strconv.AppendInt(b, int64(*v.EVSEID), 10)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"chargingLimit":`...)
	b = v.ChargingLimit.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyChargingLimitResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyCustomerInformationRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"data":`...)
	b = appendText(b, v.Data)
	if v.TBC != nil {
		b = append(b, `,"tbc":`...)
		b = strconv.AppendBool(b, *v.TBC)
	}
	b = append(b, `,"seqNo":`...)
	b = strconv.AppendInt(b, int64(v.SeqNo), 10)
	b = append(b, `,"generatedAt":`...)
	b = v.GeneratedAt.appendTo(b)
	b = append(b, `,"requestId":`...)
	b = strconv.AppendInt(b, int64(v.RequestID), 10)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyCustomerInformationResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyDisplayMessagesRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.MessageInfo) > 0 {
		b = append(b, `"messageInfo":`...)
		b = append(b, '[')
		for i := range v.MessageInfo {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.MessageInfo[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"requestId":`...)
	b = strconv.AppendInt(b, int64(v.RequestID), 10)
	if v.TBC != nil {
		b = append(b, `,"tbc":`...)
		b = strconv.AppendBool(b, *v.TBC)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyDisplayMessagesResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyEVChargingNeedsRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.MaxScheduleTuples != nil {
		b = append(b, `"maxScheduleTuples":`...)
		b = strconv.AppendInt(b, int64(*v.MaxScheduleTuples), 10)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"chargingNeeds":`...)
	b = v.ChargingNeeds.appendTo(b)
	b = append(b, `,"evseId":`...)
	b = strconv.AppendInt(b, int64(v.EVSEID), 10)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyEVChargingNeedsResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyEVChargingScheduleRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"timeBase":`...)
	b = v.TimeBase.appendTo(b)
	b = append(b, `,"chargingSchedule":`...)
	b = v.ChargingSchedule.appendTo(b)
	b = append(b, `,"evseId":`...)
	b = strconv.AppendInt(b, int64(v.EVSEID), 10)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyEVChargingScheduleResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyEventRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"generatedAt":`...)
	b = v.GeneratedAt.appendTo(b)
	if v.TBC != nil {
		b = append(b, `,"tbc":`...)
		b = strconv.AppendBool(b, *v.TBC)
	}
	b = append(b, `,"seqNo":`...)
	b = strconv.AppendInt(b, int64(v.SeqNo), 10)
	if len(v.EventData) > 0 {
		b = append(b, `,"eventData":`...)
		b = append(b, '[')
		for i := range v.EventData {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.EventData[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyEventResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyMonitoringReportRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.Monitor) > 0 {
		b = append(b, `"monitor":`...)
		b = append(b, '[')
		for i := range v.Monitor {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.Monitor[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"requestId":`...)
	b = strconv.AppendInt(b, int64(v.RequestID), 10)
	if v.TBC != nil {
		b = append(b, `,"tbc":`...)
		b = strconv.AppendBool(b, *v.TBC)
	}
	b = append(b, `,"seqNo":`...)
	b = strconv.AppendInt(b, int64(v.SeqNo), 10)
	b = append(b, `,"generatedAt":`...)
	b = v.GeneratedAt.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyMonitoringReportResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyReportRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"requestId":`...)
	b = strconv.AppendInt(b, int64(v.RequestID), 10)
	b = append(b, `,"generatedAt":`...)
	b = v.GeneratedAt.appendTo(b)
	if len(v.ReportData) > 0 {
		b = append(b, `,"reportData":`...)
		b = append(b, '[')
		for i := range v.ReportData {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.ReportData[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.TBC != nil {
		b = append(b, `,"tbc":`...)
		b = strconv.AppendBool(b, *v.TBC)
	}
	b = append(b, `,"seqNo":`...)
	b = strconv.AppendInt(b, int64(v.SeqNo), 10)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NotifyReportResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *PublishFirmwareRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"location":`...)
	b = appendText(b, v.Location)
	if v.Retries != nil {
		b = append(b, `,"retries":`...)
		b = strconv.AppendInt(b, int64(*v.Retries), 10)
	}
	b = append(b, `,"checksum":`...)
	b = appendText(b, v.Checksum)
	b = append(b, `,"requestId":`...)
	b = strconv.AppendInt(b, int64(v.RequestID), 10)
	if v.RetryInterval != nil {
		b = append(b, `,"retryInterval":`...)
		b = strconv.AppendInt(b, int64(*v.RetryInterval), 10)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *PublishFirmwareResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *PublishFirmwareStatusNotificationRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if len(v.Location) > 0 {
		b = append(b, `,"location":`...)
		b = append(b, '[')
		for i := range v.Location {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendText(b, v.Location[i])
		}
		b = append(b, ']')
	}
	if v.RequestID != nil {
		b = append(b, `,"requestId":`...)
		b = strconv.AppendInt(b, int64(*v.RequestID), 10)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *PublishFirmwareStatusNotificationResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ReportChargingProfilesRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"requestId":`...)
	b = strconv.AppendInt(b, int64(v.RequestID), 10)
	b = append(b, `,"chargingLimitSource":`...)
	b = appendText(b, string(v.ChargingLimitSource))
	if len(v.ChargingProfile) > 0 {
		b = append(b, `,"chargingProfile":`...)
		b = append(b, '[')
		for i := range v.ChargingProfile {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.ChargingProfile[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.TBC != nil {
		b = append(b, `,"tbc":`...)
		b = strconv.AppendBool(b, *v.TBC)
	}
	b = append(b, `,"evseId":`...)
	b = strconv.AppendInt(b, int64(v.EVSEID), 10)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ReportChargingProfilesResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *RequestStartTransactionRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.EVSEID != nil {
		b = append(b, `"evseId":`...)
		b = strconv.AppendInt(b, int64(*v.EVSEID), 10)
	}
	if v.GroupIDToken != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"groupIdToken":`...)
		b = v.GroupIDToken.appendTo(b)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"idToken":`...)
	b = v.IDToken.appendTo(b)
	b = append(b, `,"remoteStartId":`...)
	b = strconv.AppendInt(b, int64(v.RemoteStartID), 10)
	if v.ChargingProfile != nil {
		b = append(b, `,"chargingProfile":`...)
		b = v.ChargingProfile.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *RequestStartTransactionResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.TransactionID != nil {
		b = append(b, `,"transactionId":`...)
		b = appendText(b, *v.TransactionID)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *RequestStopTransactionRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"transactionId":`...)
	b = appendText(b, v.TransactionID)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *RequestStopTransactionResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ReservationStatusUpdateRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"reservationId":`...)
	b = strconv.AppendInt(b, int64(v.ReservationID), 10)
	b = append(b, `,"reservationUpdateStatus":`...)
	b = appendText(b, string(v.ReservationUpdateStatus))
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ReservationStatusUpdateResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ReserveNowRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"id":`...)
	b = strconv.AppendInt(b, int64(v.ID), 10)
	b = append(b, `,"expiryDateTime":`...)
	b = v.ExpiryDateTime.appendTo(b)
	if v.ConnectorType != nil {
		b = append(b, `,"connectorType":`...)
		b = appendText(b, string(*v.ConnectorType))
	}
	b = append(b, `,"idToken":`...)
	b = v.IDToken.appendTo(b)
	if v.EVSEID != nil {
		b = append(b, `,"evseId":`...)
		b = strconv.AppendInt(b, int64(*v.EVSEID), 10)
	}
	if v.GroupIDToken != nil {
		b = append(b, `,"groupIdToken":`...)
		b = v.GroupIDToken.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ReserveNowResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ResetRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"type":`...)
	b = appendText(b, string(v.Type))
	if v.EVSEID != nil {
		b = append(b, `,"evseId":`...)
		b = strconv.AppendInt(b, int64(*v.EVSEID), 10)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ResetResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SecurityEventNotificationRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"type":`...)
	b = appendText(b, v.Type)
	b = append(b, `,"timestamp":`...)
	b = v.Timestamp.appendTo(b)
	if v.TechInfo != nil {
		b = append(b, `,"techInfo":`...)
		b = appendText(b, *v.TechInfo)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SecurityEventNotificationResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SendLocalListRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.LocalAuthorizationList) > 0 {
		b = append(b, `"localAuthorizationList":`...)
		b = append(b, '[')
		for i := range v.LocalAuthorizationList {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.LocalAuthorizationList[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"versionNumber":`...)
	b = strconv.AppendInt(b, int64(v.VersionNumber), 10)
	b = append(b, `,"updateType":`...)
	b = appendText(b, string(v.UpdateType))
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SendLocalListResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetChargingProfileRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"evseId":`...)
	b = strconv.AppendInt(b, int64(v.EVSEID), 10)
	b = append(b, `,"chargingProfile":`...)
	b = v.ChargingProfile.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetChargingProfileResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetDisplayMessageRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"message":`...)
	b = v.Message.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetDisplayMessageResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetMonitoringBaseRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"monitoringBase":`...)
	b = appendText(b, string(v.MonitoringBase))
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetMonitoringBaseResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetMonitoringLevelRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"severity":`...)
	b = strconv.AppendInt(b, int64(v.Severity), 10)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetMonitoringLevelResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetNetworkProfileRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"configurationSlot":`...)
	b = strconv.AppendInt(b, int64(v.ConfigurationSlot), 10)
	b = append(b, `,"connectionData":`...)
	b = v.ConnectionData.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetNetworkProfileResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetVariableMonitoringRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.SetMonitoringData) > 0 {
		b = append(b, `"setMonitoringData":`...)
		b = append(b, '[')
		for i := range v.SetMonitoringData {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.SetMonitoringData[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetVariableMonitoringResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.SetMonitoringResult) > 0 {
		b = append(b, `"setMonitoringResult":`...)
		b = append(b, '[')
		for i := range v.SetMonitoringResult {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.SetMonitoringResult[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetVariablesRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.SetVariableData) > 0 {
		b = append(b, `"setVariableData":`...)
		b = append(b, '[')
		for i := range v.SetVariableData {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.SetVariableData[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetVariablesResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.SetVariableResult) > 0 {
		b = append(b, `"setVariableResult":`...)
		b = append(b, '[')
		for i := range v.SetVariableResult {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.SetVariableResult[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SignCertificateRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"csr":`...)
	b = appendText(b, v.CSR)
	if v.CertificateType != nil {
		b = append(b, `,"certificateType":`...)
		b = appendText(b, string(*v.CertificateType))
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SignCertificateResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *StatusNotificationRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"timestamp":`...)
	b = v.Timestamp.appendTo(b)
	b = append(b, `,"connectorStatus":`...)
	b = appendText(b, string(v.ConnectorStatus))
	b = append(b, `,"evseId":`...)
	b = strconv.AppendInt(b, int64(v.EVSEID), 10)
	b = append(b, `,"connectorId":`...)
	b = strconv.AppendInt(b, int64(v.ConnectorID), 10)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *StatusNotificationResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	if v.CustomData != nil {
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *TransactionEventRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"eventType":`...)
	b = appendText(b, string(v.EventType))
	if len(v.MeterValue) > 0 {
		b = append(b, `,"meterValue":`...)
		b = append(b, '[')
		for i := range v.MeterValue {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.MeterValue[i].appendTo(b)
		}
		b = append(b, ']')
	}
	b = append(b, `,"timestamp":`...)
	b = v.Timestamp.appendTo(b)
	b = append(b, `,"triggerReason":`...)
	b = appendText(b, string(v.TriggerReason))
	b = append(b, `,"seqNo":`...)
	b = strconv.AppendInt(b, int64(v.SeqNo), 10)
	if v.Offline != nil {
		b = append(b, `,"offline":`...)
		b = strconv.AppendBool(b, *v.Offline)
	}
	if v.NumberOfPhasesUsed != nil {
		b = append(b, `,"numberOfPhasesUsed":`...)
		b = strconv.AppendInt(b, int64(*v.NumberOfPhasesUsed), 10)
	}
	if v.CableMaxCurrent != nil {
		b = append(b, `,"cableMaxCurrent":`...)
		b = strconv.AppendInt(b, int64(*v.CableMaxCurrent), 10)
	}
	if v.ReservationID != nil {
		b = append(b, `,"reservationId":`...)
		b = strconv.AppendInt(b, int64(*v.ReservationID), 10)
	}
	b = append(b, `,"transactionInfo":`...)
	b = v.TransactionInfo.appendTo(b)
	if v.EVSE != nil {
		b = append(b, `,"evse":`...)
		b = v.EVSE.appendTo(b)
	}
	if v.IDToken != nil {
		b = append(b, `,"idToken":`...)
		b = v.IDToken.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *TransactionEventResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.TotalCost != nil {
		b = append(b, `"totalCost":`...)
		b = appendNumber(b, *v.TotalCost)
	}
	if v.ChargingPriority != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"chargingPriority":`...)
		b = strconv.AppendInt(b, int64(*v.ChargingPriority), 10)
	}
	if v.IDTokenInfo != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"idTokenInfo":`...)
		b = v.IDTokenInfo.appendTo(b)
	}
	if v.UpdatedPersonalMessage != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"updatedPersonalMessage":`...)
		b = v.UpdatedPersonalMessage.appendTo(b)
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *TriggerMessageRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.EVSE != nil {
		b = append(b, `"evse":`...)
		b = v.EVSE.appendTo(b)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"requestedMessage":`...)
	b = appendText(b, string(v.RequestedMessage))
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *TriggerMessageResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *UnlockConnectorRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"evseId":`...)
	b = strconv.AppendInt(b, int64(v.EVSEID), 10)
	b = append(b, `,"connectorId":`...)
	b = strconv.AppendInt(b, int64(v.ConnectorID), 10)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *UnlockConnectorResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *UnpublishFirmwareRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"checksum":`...)
	b = appendText(b, v.Checksum)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *UnpublishFirmwareResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *UpdateFirmwareRequest) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.Retries != nil {
		b = append(b, `"retries":`...)
		b = strconv.AppendInt(b, int64(*v.Retries), 10)
	}
	if v.RetryInterval != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"retryInterval":`...)
		b = strconv.AppendInt(b, int64(*v.RetryInterval), 10)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"requestId":`...)
	b = strconv.AppendInt(b, int64(v.RequestID), 10)
	b = append(b, `,"firmware":`...)
	b = v.Firmware.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *UpdateFirmwareResponse) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *CustomData) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"vendorId":`...)
	b = appendText(b, v.VendorID)
	return append(b, '}')
}

func (v *ACChargingParameters) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"energyAmount":`...)
	b = strconv.AppendInt(b, int64(v.EnergyAmount), 10)
	b = append(b, `,"evMinCurrent":`...)
	b = strconv.AppendInt(b, int64(v.EVMinCurrent), 10)
	b = append(b, `,"evMaxCurrent":`...)
	b = strconv.AppendInt(b, int64(v.EVMaxCurrent), 10)
	b = append(b, `,"evMaxVoltage":`...)
	b = strconv.AppendInt(b, int64(v.EVMaxVoltage), 10)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *AdditionalInfo) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"additionalIdToken":`...)
	b = appendText(b, v.AdditionalIDToken)
	b = append(b, `,"type":`...)
	b = appendText(b, v.Type)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *APN) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"apn":`...)
	b = appendText(b, v.APN)
	if v.APNUserName != nil {
		b = append(b, `,"apnUserName":`...)
		b = appendText(b, *v.APNUserName)
	}
	if v.APNPassword != nil {
		b = append(b, `,"apnPassword":`...)
		b = appendText(b, *v.APNPassword)
	}
	if v.SIMPin != nil {
		b = append(b, `,"simPin":`...)
		b = strconv.AppendInt(b, int64(*v.SIMPin), 10)
	}
	if v.PreferredNetwork != nil {
		b = append(b, `,"preferredNetwork":`...)
		b = appendText(b, *v.PreferredNetwork)
	}
	if v.UseOnlyPreferredNetwork != nil {
		b = append(b, `,"useOnlyPreferredNetwork":`...)
		b = strconv.AppendBool(b, *v.UseOnlyPreferredNetwork)
	}
	b = append(b, `,"apnAuthentication":`...)
	b = appendText(b, string(v.APNAuthentication))
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *AuthorizationData) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"idToken":`...)
	b = v.IDToken.appendTo(b)
	if v.IDTokenInfo != nil {
		b = append(b, `,"idTokenInfo":`...)
		b = v.IDTokenInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *CertificateHashDataChain) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"certificateHashData":`...)
	b = v.CertificateHashData.appendTo(b)
	b = append(b, `,"certificateType":`...)
	b = appendText(b, string(v.CertificateType))
	if len(v.ChildCertificateHashData) > 0 {
		b = append(b, `,"childCertificateHashData":`...)
		b = append(b, '[')
		for i := range v.ChildCertificateHashData {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.ChildCertificateHashData[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *CertificateHashData) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"hashAlgorithm":`...)
	b = appendText(b, string(v.HashAlgorithm))
	b = append(b, `,"issuerNameHash":`...)
	b = appendText(b, v.IssuerNameHash)
	b = append(b, `,"issuerKeyHash":`...)
	b = appendText(b, v.IssuerKeyHash)
	b = append(b, `,"serialNumber":`...)
	b = appendText(b, v.SerialNumber)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ChargingLimit) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"chargingLimitSource":`...)
	b = appendText(b, string(v.ChargingLimitSource))
	if v.IsGridCritical != nil {
		b = append(b, `,"isGridCritical":`...)
		b = strconv.AppendBool(b, *v.IsGridCritical)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ChargingNeeds) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.ACChargingParameters != nil {
		b = append(b, `"acChargingParameters":`...)
		b = v.ACChargingParameters.appendTo(b)
	}
	if v.DCChargingParameters != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"dcChargingParameters":`...)
		b = v.DCChargingParameters.appendTo(b)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"requestedEnergyTransfer":`...)
	b = appendText(b, string(v.RequestedEnergyTransfer))
	if v.DepartureTime != nil {
		b = append(b, `,"departureTime":`...)
		b = v.DepartureTime.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ChargingProfileCriterion) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.ChargingProfilePurpose != nil {
		b = append(b, `"chargingProfilePurpose":`...)
		b = appendText(b, string(*v.ChargingProfilePurpose))
	}
	if v.StackLevel != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"stackLevel":`...)
		b = strconv.AppendInt(b, int64(*v.StackLevel), 10)
	}
	if len(v.ChargingProfileID) > 0 {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"chargingProfileId":`...)
		b = append(b, '[')
		for i := range v.ChargingProfileID {
			if i > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendInt(b, int64(v.ChargingProfileID[i]), 10)
		}
		b = append(b, ']')
	}
	if len(v.ChargingLimitSource) > 0 {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"chargingLimitSource":`...)
		b = append(b, '[')
		for i := range v.ChargingLimitSource {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendText(b, string(v.ChargingLimitSource[i]))
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ChargingProfile) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"id":`...)
	b = strconv.AppendInt(b, int64(v.ID), 10)
	b = append(b, `,"stackLevel":`...)
	b = strconv.AppendInt(b, int64(v.StackLevel), 10)
	b = append(b, `,"chargingProfilePurpose":`...)
	b = appendText(b, string(v.ChargingProfilePurpose))
	b = append(b, `,"chargingProfileKind":`...)
	b = appendText(b, string(v.ChargingProfileKind))
	if v.RecurrencyKind != nil {
		b = append(b, `,"recurrencyKind":`...)
		b = appendText(b, string(*v.RecurrencyKind))
	}
	if v.ValidFrom != nil {
		b = append(b, `,"validFrom":`...)
		b = v.ValidFrom.appendTo(b)
	}
	if v.ValidTo != nil {
		b = append(b, `,"validTo":`...)
		b = v.ValidTo.appendTo(b)
	}
	if len(v.ChargingSchedule) > 0 {
		b = append(b, `,"chargingSchedule":`...)
		b = append(b, '[')
		for i := range v.ChargingSchedule {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.ChargingSchedule[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.TransactionID != nil {
		b = append(b, `,"transactionId":`...)
		b = appendText(b, *v.TransactionID)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ChargingSchedulePeriod) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"startPeriod":`...)
	b = strconv.AppendInt(b, int64(v.StartPeriod), 10)
	b = append(b, `,"limit":`...)
	b = appendNumber(b, v.Limit)
	if v.NumberPhases != nil {
		b = append(b, `,"numberPhases":`...)
		b = strconv.AppendInt(b, int64(*v.NumberPhases), 10)
	}
	if v.PhaseToUse != nil {
		b = append(b, `,"phaseToUse":`...)
		b = strconv.AppendInt(b, int64(*v.PhaseToUse), 10)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ChargingSchedule) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"id":`...)
	b = strconv.AppendInt(b, int64(v.ID), 10)
	if v.StartSchedule != nil {
		b = append(b, `,"startSchedule":`...)
		b = v.StartSchedule.appendTo(b)
	}
	if v.Duration != nil {
		b = append(b, `,"duration":`...)
		b = strconv.AppendInt(b, int64(*v.Duration), 10)
	}
	b = append(b, `,"chargingRateUnit":`...)
	b = appendText(b, string(v.ChargingRateUnit))
	if len(v.ChargingSchedulePeriod) > 0 {
		b = append(b, `,"chargingSchedulePeriod":`...)
		b = append(b, '[')
		for i := range v.ChargingSchedulePeriod {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.ChargingSchedulePeriod[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.MinChargingRate != nil {
		b = append(b, `,"minChargingRate":`...)
		b = appendNumber(b, *v.MinChargingRate)
	}
	if v.SalesTariff != nil {
		b = append(b, `,"salesTariff":`...)
		b = v.SalesTariff.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ChargingStation) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.SerialNumber != nil {
		b = append(b, `"serialNumber":`...)
		b = appendText(b, *v.SerialNumber)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"model":`...)
	b = appendText(b, v.Model)
	if v.Modem != nil {
		b = append(b, `,"modem":`...)
		b = v.Modem.appendTo(b)
	}
	b = append(b, `,"vendorName":`...)
	b = appendText(b, v.VendorName)
	if v.FirmwareVersion != nil {
		b = append(b, `,"firmwareVersion":`...)
		b = appendText(b, *v.FirmwareVersion)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ClearChargingProfile) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.EVSEID != nil {
		b = append(b, `"evseId":`...)
		b = strconv.AppendInt(b, int64(*v.EVSEID), 10)
	}
	if v.ChargingProfilePurpose != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"chargingProfilePurpose":`...)
		b = appendText(b, string(*v.ChargingProfilePurpose))
	}
	if v.StackLevel != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"stackLevel":`...)
		b = strconv.AppendInt(b, int64(*v.StackLevel), 10)
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ClearMonitoringResult) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	b = append(b, `,"id":`...)
	b = strconv.AppendInt(b, int64(v.ID), 10)
	if v.StatusInfo != nil {
		b = append(b, `,"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *Component) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.EVSE != nil {
		b = append(b, `"evse":`...)
		b = v.EVSE.appendTo(b)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"name":`...)
	b = appendText(b, v.Name)
	if v.Instance != nil {
		b = append(b, `,"instance":`...)
		b = appendText(b, *v.Instance)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ComponentVariable) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"component":`...)
	b = v.Component.appendTo(b)
	if v.Variable != nil {
		b = append(b, `,"variable":`...)
		b = v.Variable.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *CompositeSchedule) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.ChargingSchedulePeriod) > 0 {
		b = append(b, `"chargingSchedulePeriod":`...)
		b = append(b, '[')
		for i := range v.ChargingSchedulePeriod {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.ChargingSchedulePeriod[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"evseId":`...)
	b = strconv.AppendInt(b, int64(v.EVSEID), 10)
	b = append(b, `,"duration":`...)
	b = strconv.AppendInt(b, int64(v.Duration), 10)
	b = append(b, `,"scheduleStart":`...)
	b = v.ScheduleStart.appendTo(b)
	b = append(b, `,"chargingRateUnit":`...)
	b = appendText(b, string(v.ChargingRateUnit))
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ConsumptionCost) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"startValue":`...)
	b = appendNumber(b, v.StartValue)
	if len(v.Cost) > 0 {
		b = append(b, `,"cost":`...)
		b = append(b, '[')
		for i := range v.Cost {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.Cost[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *Cost) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"costKind":`...)
	b = appendText(b, string(v.CostKind))
	b = append(b, `,"amount":`...)
	b = strconv.AppendInt(b, int64(v.Amount), 10)
	if v.AmountMultiplier != nil {
		b = append(b, `,"amountMultiplier":`...)
		b = strconv.AppendInt(b, int64(*v.AmountMultiplier), 10)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *DCChargingParameters) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"evMaxCurrent":`...)
	b = strconv.AppendInt(b, int64(v.EVMaxCurrent), 10)
	b = append(b, `,"evMaxVoltage":`...)
	b = strconv.AppendInt(b, int64(v.EVMaxVoltage), 10)
	if v.EnergyAmount != nil {
		b = append(b, `,"energyAmount":`...)
		b = strconv.AppendInt(b, int64(*v.EnergyAmount), 10)
	}
	if v.EVMaxPower != nil {
		b = append(b, `,"evMaxPower":`...)
		b = strconv.AppendInt(b, int64(*v.EVMaxPower), 10)
	}
	if v.StateOfCharge != nil {
		b = append(b, `,"stateOfCharge":`...)
		b = strconv.AppendInt(b, int64(*v.StateOfCharge), 10)
	}
	if v.EVEnergyCapacity != nil {
		b = append(b, `,"evEnergyCapacity":`...)
		b = strconv.AppendInt(b, int64(*v.EVEnergyCapacity), 10)
	}
	if v.FullSoC != nil {
		b = append(b, `,"fullSoC":`...)
		b = strconv.AppendInt(b, int64(*v.FullSoC), 10)
	}
	if v.BulkSoC != nil {
		b = append(b, `,"bulkSoC":`...)
		b = strconv.AppendInt(b, int64(*v.BulkSoC), 10)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *EventData) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"eventId":`...)
	b = strconv.AppendInt(b, int64(v.EventID), 10)
	b = append(b, `,"timestamp":`...)
	b = v.Timestamp.appendTo(b)
	b = append(b, `,"trigger":`...)
	b = appendText(b, string(v.Trigger))
	if v.Cause != nil {
		b = append(b, `,"cause":`...)
		b = strconv.AppendInt(b, int64(*v.Cause), 10)
	}
	b = append(b, `,"actualValue":`...)
	b = appendText(b, v.ActualValue)
	if v.TechCode != nil {
		b = append(b, `,"techCode":`...)
		b = appendText(b, *v.TechCode)
	}
	if v.TechInfo != nil {
		b = append(b, `,"techInfo":`...)
		b = appendText(b, *v.TechInfo)
	}
	if v.Cleared != nil {
		b = append(b, `,"cleared":`...)
		b = strconv.AppendBool(b, *v.Cleared)
	}
	if v.TransactionID != nil {
		b = append(b, `,"transactionId":`...)
		b = appendText(b, *v.TransactionID)
	}
	b = append(b, `,"component":`...)
	b = v.Component.appendTo(b)
	if v.VariableMonitoringID != nil {
		b = append(b, `,"variableMonitoringId":`...)
		b = strconv.AppendInt(b, int64(*v.VariableMonitoringID), 10)
	}
	b = append(b, `,"eventNotificationType":`...)
	b = appendText(b, string(v.EventNotificationType))
	b = append(b, `,"variable":`...)
	b = v.Variable.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *EVSE) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"id":`...)
	b = strconv.AppendInt(b, int64(v.ID), 10)
	if v.ConnectorID != nil {
		b = append(b, `,"connectorId":`...)
		b = strconv.AppendInt(b, int64(*v.ConnectorID), 10)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *Firmware) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"location":`...)
	b = appendText(b, v.Location)
	b = append(b, `,"retrieveDateTime":`...)
	b = v.RetrieveDateTime.appendTo(b)
	if v.InstallDateTime != nil {
		b = append(b, `,"installDateTime":`...)
		b = v.InstallDateTime.appendTo(b)
	}
	if v.SigningCertificate != nil {
		b = append(b, `,"signingCertificate":`...)
		b = appendText(b, *v.SigningCertificate)
	}
	if v.Signature != nil {
		b = append(b, `,"signature":`...)
		b = appendText(b, *v.Signature)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetVariableData) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.AttributeType != nil {
		b = append(b, `"attributeType":`...)
		b = appendText(b, string(*v.AttributeType))
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"component":`...)
	b = v.Component.appendTo(b)
	b = append(b, `,"variable":`...)
	b = v.Variable.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *GetVariableResult) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.AttributeStatusInfo != nil {
		b = append(b, `"attributeStatusInfo":`...)
		b = v.AttributeStatusInfo.appendTo(b)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"attributeStatus":`...)
	b = appendText(b, string(v.AttributeStatus))
	if v.AttributeType != nil {
		b = append(b, `,"attributeType":`...)
		b = appendText(b, string(*v.AttributeType))
	}
	if v.AttributeValue != nil {
		b = append(b, `,"attributeValue":`...)
		b = appendText(b, *v.AttributeValue)
	}
	b = append(b, `,"component":`...)
	b = v.Component.appendTo(b)
	b = append(b, `,"variable":`...)
	b = v.Variable.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *IDTokenInfo) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	if v.CacheExpiryDateTime != nil {
		b = append(b, `,"cacheExpiryDateTime":`...)
		b = v.CacheExpiryDateTime.appendTo(b)
	}
	if v.ChargingPriority != nil {
		b = append(b, `,"chargingPriority":`...)
		b = strconv.AppendInt(b, int64(*v.ChargingPriority), 10)
	}
	if v.Language1 != nil {
		b = append(b, `,"language1":`...)
		b = appendText(b, *v.Language1)
	}
	if len(v.EVSEID) > 0 {
		b = append(b, `,"evseId":`...)
		b = append(b, '[')
		for i := range v.EVSEID {
			if i > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendInt(b, int64(v.EVSEID[i]), 10)
		}
		b = append(b, ']')
	}
	if v.GroupIDToken != nil {
		b = append(b, `,"groupIdToken":`...)
		b = v.GroupIDToken.appendTo(b)
	}
	if v.Language2 != nil {
		b = append(b, `,"language2":`...)
		b = appendText(b, *v.Language2)
	}
	if v.PersonalMessage != nil {
		b = append(b, `,"personalMessage":`...)
		b = v.PersonalMessage.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *IDToken) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.AdditionalInfo) > 0 {
		b = append(b, `"additionalInfo":`...)
		b = append(b, '[')
		for i := range v.AdditionalInfo {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.AdditionalInfo[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"idToken":`...)
	b = appendText(b, v.IDToken)
	b = append(b, `,"type":`...)
	b = appendText(b, string(v.Type))
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *LogParameters) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"remoteLocation":`...)
	b = appendText(b, v.RemoteLocation)
	if v.OldestTimestamp != nil {
		b = append(b, `,"oldestTimestamp":`...)
		b = v.OldestTimestamp.appendTo(b)
	}
	if v.LatestTimestamp != nil {
		b = append(b, `,"latestTimestamp":`...)
		b = v.LatestTimestamp.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *MessageContent) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"format":`...)
	b = appendText(b, string(v.Format))
	if v.Language != nil {
		b = append(b, `,"language":`...)
		b = appendText(b, *v.Language)
	}
	b = append(b, `,"content":`...)
	b = appendText(b, v.Content)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *MessageInfo) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.Display != nil {
		b = append(b, `"display":`...)
		b = v.Display.appendTo(b)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"id":`...)
	b = strconv.AppendInt(b, int64(v.ID), 10)
	b = append(b, `,"priority":`...)
	b = appendText(b, string(v.Priority))
	if v.State != nil {
		b = append(b, `,"state":`...)
		b = appendText(b, string(*v.State))
	}
	if v.StartDateTime != nil {
		b = append(b, `,"startDateTime":`...)
		b = v.StartDateTime.appendTo(b)
	}
	if v.EndDateTime != nil {
		b = append(b, `,"endDateTime":`...)
		b = v.EndDateTime.appendTo(b)
	}
	if v.TransactionID != nil {
		b = append(b, `,"transactionId":`...)
		b = appendText(b, *v.TransactionID)
	}
	b = append(b, `,"message":`...)
	b = v.Message.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *MeterValue) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if len(v.SampledValue) > 0 {
		b = append(b, `"sampledValue":`...)
		b = append(b, '[')
		for i := range v.SampledValue {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.SampledValue[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"timestamp":`...)
	b = v.Timestamp.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *Modem) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.ICCID != nil {
		b = append(b, `"iccid":`...)
		b = appendText(b, *v.ICCID)
	}
	if v.IMSI != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"imsi":`...)
		b = appendText(b, *v.IMSI)
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *MonitoringData) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"component":`...)
	b = v.Component.appendTo(b)
	b = append(b, `,"variable":`...)
	b = v.Variable.appendTo(b)
	if len(v.VariableMonitoring) > 0 {
		b = append(b, `,"variableMonitoring":`...)
		b = append(b, '[')
		for i := range v.VariableMonitoring {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.VariableMonitoring[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *NetworkConnectionProfile) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.APN != nil {
		b = append(b, `"apn":`...)
		b = v.APN.appendTo(b)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"ocppVersion":`...)
	b = appendText(b, string(v.OCPPVersion))
	b = append(b, `,"ocppTransport":`...)
	b = appendText(b, string(v.OCPPTransport))
	b = append(b, `,"ocppCsmsUrl":`...)
	b = appendText(b, v.OCPPCSMSURL)
	b = append(b, `,"messageTimeout":`...)
	b = strconv.AppendInt(b, int64(v.MessageTimeout), 10)
	b = append(b, `,"securityProfile":`...)
	b = strconv.AppendInt(b, int64(v.SecurityProfile), 10)
	b = append(b, `,"ocppInterface":`...)
	b = appendText(b, string(v.OCPPInterface))
	if v.VPN != nil {
		b = append(b, `,"vpn":`...)
		b = v.VPN.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *OCSPRequestData) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"hashAlgorithm":`...)
	b = appendText(b, string(v.HashAlgorithm))
	b = append(b, `,"issuerNameHash":`...)
	b = appendText(b, v.IssuerNameHash)
	b = append(b, `,"issuerKeyHash":`...)
	b = appendText(b, v.IssuerKeyHash)
	b = append(b, `,"serialNumber":`...)
	b = appendText(b, v.SerialNumber)
	b = append(b, `,"responderURL":`...)
	b = appendText(b, v.ResponderURL)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *RelativeTimeInterval) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"start":`...)
	b = strconv.AppendInt(b, int64(v.Start), 10)
	if v.Duration != nil {
		b = append(b, `,"duration":`...)
		b = strconv.AppendInt(b, int64(*v.Duration), 10)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *ReportData) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"component":`...)
	b = v.Component.appendTo(b)
	b = append(b, `,"variable":`...)
	b = v.Variable.appendTo(b)
	if len(v.VariableAttribute) > 0 {
		b = append(b, `,"variableAttribute":`...)
		b = append(b, '[')
		for i := range v.VariableAttribute {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.VariableAttribute[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.VariableCharacteristics != nil {
		b = append(b, `,"variableCharacteristics":`...)
		b = v.VariableCharacteristics.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SalesTariffEntry) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"relativeTimeInterval":`...)
	b = v.RelativeTimeInterval.appendTo(b)
	if v.EPriceLevel != nil {
		b = append(b, `,"ePriceLevel":`...)
		b = strconv.AppendInt(b, int64(*v.EPriceLevel), 10)
	}
	if len(v.ConsumptionCost) > 0 {
		b = append(b, `,"consumptionCost":`...)
		b = append(b, '[')
		for i := range v.ConsumptionCost {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.ConsumptionCost[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SalesTariff) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"id":`...)
	b = strconv.AppendInt(b, int64(v.ID), 10)
	if v.SalesTariffDescription != nil {
		b = append(b, `,"salesTariffDescription":`...)
		b = appendText(b, *v.SalesTariffDescription)
	}
	if v.NumEPriceLevels != nil {
		b = append(b, `,"numEPriceLevels":`...)
		b = strconv.AppendInt(b, int64(*v.NumEPriceLevels), 10)
	}
	if len(v.SalesTariffEntry) > 0 {
		b = append(b, `,"salesTariffEntry":`...)
		b = append(b, '[')
		for i := range v.SalesTariffEntry {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.SalesTariffEntry[i].appendTo(b)
		}
		b = append(b, ']')
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SampledValue) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"value":`...)
	b = appendNumber(b, v.Value)
	if v.Context != nil {
		b = append(b, `,"context":`...)
		b = appendText(b, string(*v.Context))
	}
	if v.Measurand != nil {
		b = append(b, `,"measurand":`...)
		b = appendText(b, string(*v.Measurand))
	}
	if v.Phase != nil {
		b = append(b, `,"phase":`...)
		b = appendText(b, string(*v.Phase))
	}
	if v.Location != nil {
		b = append(b, `,"location":`...)
		b = appendText(b, string(*v.Location))
	}
	if v.SignedMeterValue != nil {
		b = append(b, `,"signedMeterValue":`...)
		b = v.SignedMeterValue.appendTo(b)
	}
	if v.UnitOfMeasure != nil {
		b = append(b, `,"unitOfMeasure":`...)
		b = v.UnitOfMeasure.appendTo(b)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetMonitoringData) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.ID != nil {
		b = append(b, `"id":`...)
		b = strconv.AppendInt(b, int64(*v.ID), 10)
	}
	if v.Transaction != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"transaction":`...)
		b = strconv.AppendBool(b, *v.Transaction)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"value":`...)
	b = appendNumber(b, v.Value)
	b = append(b, `,"type":`...)
	b = appendText(b, string(v.Type))
	b = append(b, `,"severity":`...)
	b = strconv.AppendInt(b, int64(v.Severity), 10)
	b = append(b, `,"component":`...)
	b = v.Component.appendTo(b)
	b = append(b, `,"variable":`...)
	b = v.Variable.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetMonitoringResult) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.ID != nil {
		b = append(b, `"id":`...)
		b = strconv.AppendInt(b, int64(*v.ID), 10)
	}
	if v.StatusInfo != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"statusInfo":`...)
		b = v.StatusInfo.appendTo(b)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"status":`...)
	b = appendText(b, string(v.Status))
	b = append(b, `,"type":`...)
	b = appendText(b, string(v.Type))
	b = append(b, `,"component":`...)
	b = v.Component.appendTo(b)
	b = append(b, `,"variable":`...)
	b = v.Variable.appendTo(b)
	b = append(b, `,"severity":`...)
	b = strconv.AppendInt(b, int64(v.Severity), 10)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetVariableData) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.AttributeType != nil {
		b = append(b, `"attributeType":`...)
		b = appendText(b, string(*v.AttributeType))
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"attributeValue":`...)
	b = appendText(b, v.AttributeValue)
	b = append(b, `,"component":`...)
	b = v.Component.appendTo(b)
	b = append(b, `,"variable":`...)
	b = v.Variable.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SetVariableResult) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.AttributeType != nil {
		b = append(b, `"attributeType":`...)
		b = appendText(b, string(*v.AttributeType))
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"attributeStatus":`...)
	b = appendText(b, string(v.AttributeStatus))
	if v.AttributeStatusInfo != nil {
		b = append(b, `,"attributeStatusInfo":`...)
		b = v.AttributeStatusInfo.appendTo(b)
	}
	b = append(b, `,"component":`...)
	b = v.Component.appendTo(b)
	b = append(b, `,"variable":`...)
	b = v.Variable.appendTo(b)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *SignedMeterValue) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"signedMeterData":`...)
	b = appendText(b, v.SignedMeterData)
	b = append(b, `,"signingMethod":`...)
	b = appendText(b, v.SigningMethod)
	b = append(b, `,"encodingMethod":`...)
	b = appendText(b, v.EncodingMethod)
	b = append(b, `,"publicKey":`...)
	b = appendText(b, v.PublicKey)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *StatusInfo) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"reasonCode":`...)
	b = appendText(b, v.ReasonCode)
	if v.AdditionalInfo != nil {
		b = append(b, `,"additionalInfo":`...)
		b = appendText(b, *v.AdditionalInfo)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *Transaction) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"transactionId":`...)
	b = appendText(b, v.TransactionID)
	if v.ChargingState != nil {
		b = append(b, `,"chargingState":`...)
		b = appendText(b, string(*v.ChargingState))
	}
	if v.TimeSpentCharging != nil {
		b = append(b, `,"timeSpentCharging":`...)
		b = strconv.AppendInt(b, int64(*v.TimeSpentCharging), 10)
	}
	if v.StoppedReason != nil {
		b = append(b, `,"stoppedReason":`...)
		b = appendText(b, string(*v.StoppedReason))
	}
	if v.RemoteStartID != nil {
		b = append(b, `,"remoteStartId":`...)
		b = strconv.AppendInt(b, int64(*v.RemoteStartID), 10)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *UnitOfMeasure) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.Unit != nil {
		b = append(b, `"unit":`...)
		b = appendText(b, *v.Unit)
	}
	if v.Multiplier != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"multiplier":`...)
		b = strconv.AppendInt(b, int64(*v.Multiplier), 10)
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *VariableAttribute) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.Type != nil {
		b = append(b, `"type":`...)
		b = appendText(b, string(*v.Type))
	}
	if v.Value != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"value":`...)
		b = appendText(b, *v.Value)
	}
	if v.Mutability != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"mutability":`...)
		b = appendText(b, string(*v.Mutability))
	}
	if v.Persistent != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"persistent":`...)
		b = strconv.AppendBool(b, *v.Persistent)
	}
	if v.Constant != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"constant":`...)
		b = strconv.AppendBool(b, *v.Constant)
	}
	if v.CustomData != nil {
		if len(b) > begun {
			b = append(b, ',')
		}
		b = append(b, `"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *VariableCharacteristics) appendTo(b []byte) []byte {
	b = append(b, '{')
	begun := len(b)
	if v.Unit != nil {
		b = append(b, `"unit":`...)
		b = appendText(b, *v.Unit)
	}
	if len(b) > begun {
		b = append(b, ',')
	}
	b = append(b, `"dataType":`...)
	b = appendText(b, string(v.DataType))
	if v.MinLimit != nil {
		b = append(b, `,"minLimit":`...)
		b = appendNumber(b, *v.MinLimit)
	}
	if v.MaxLimit != nil {
		b = append(b, `,"maxLimit":`...)
		b = appendNumber(b, *v.MaxLimit)
	}
	if v.ValuesList != nil {
		b = append(b, `,"valuesList":`...)
		b = appendText(b, *v.ValuesList)
	}
	b = append(b, `,"supportsMonitoring":`...)
	b = strconv.AppendBool(b, v.SupportsMonitoring)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *VariableMonitoring) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"id":`...)
	b = strconv.AppendInt(b, int64(v.ID), 10)
	b = append(b, `,"transaction":`...)
	b = strconv.AppendBool(b, v.Transaction)
	b = append(b, `,"value":`...)
	b = appendNumber(b, v.Value)
	b = append(b, `,"type":`...)
	b = appendText(b, string(v.Type))
	b = append(b, `,"severity":`...)
	b = strconv.AppendInt(b, int64(v.Severity), 10)
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *Variable) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"name":`...)
	b = appendText(b, v.Name)
	if v.Instance != nil {
		b = append(b, `,"instance":`...)
		b = appendText(b, *v.Instance)
	}
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}

func (v *VPN) appendTo(b []byte) []byte {
	b = append(b, '{')
	b = append(b, `"server":`...)
	b = appendText(b, v.Server)
	b = append(b, `,"user":`...)
	b = appendText(b, v.User)
	if v.Group != nil {
		b = append(b, `,"group":`...)
		b = appendText(b, *v.Group)
	}
	b = append(b, `,"password":`...)
	b = appendText(b, v.Password)
	b = append(b, `,"key":`...)
	b = appendText(b, v.Key)
	b = append(b, `,"type":`...)
	b = appendText(b, string(v.Type))
	if v.CustomData != nil {
		b = append(b, `,"customData":`...)
		b = v.CustomData.appendTo(b)
	}
	return append(b, '}')
}
