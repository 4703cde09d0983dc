package ocpp201

import (
	"reflect"
	"strings"
	"testing"
)

func TestPathsOfTheDocumentResolve(t *testing.T) {
	for _, c := range []struct {
		message any
		path    string
	}{
		{TransactionEventRequest{}, "transactionInfo.chargingState"},
		{&TransactionEventRequest{}, "meterValue[0].sampledValue[12].unitOfMeasure.unit"},
		{TransactionEventRequest{}, "idToken.additionalInfo[0].type"},
		{TransactionEventRequest{}, "timestamp"},
		{TransactionEventRequest{}, "meterValue"},
		{NotifyEventRequest{}, "eventData[0].component.name"},
		{GetReportRequest{}, "componentCriteria[0]"},
		{Get15118EVCertificateRequest{}, "action"},
		{AuthorizeRequest{}, "customData.vendorId"},
		{AuthorizeRequest{}, "idToken.customData.anything.goes"},
		{DataTransferRequest{}, "data.anything.goes"},
	} {
		if err := ResolvePath(reflect.TypeOf(c.message), c.path); err != nil {
			t.Errorf("ResolvePath(%T, %q): %v", c.message, c.path, err)
		}
	}
}

func TestMisspeltPathsNameTheWordAndItsNeighbours(t *testing.T) {
	for _, c := range []struct {
		message any
		path    string
		want    []string
	}{
		{TransactionEventRequest{}, "transactionInfo.chargingSate", []string{`"chargingSate"`, "transactionId, chargingState"}},
		{TransactionEventRequest{}, "TransactionInfo", []string{`"TransactionInfo"`, "transactionInfo"}},
		{TransactionEventRequest{}, "", []string{`""`, "transactionInfo"}},
		{TransactionEventRequest{}, "transactionInfo.", []string{`""`, "chargingState"}},
		{TransactionEventRequest{}, "meterValue.sampledValue", []string{"list without an index"}},
		{TransactionEventRequest{}, "timestamp.year", []string{"single value"}},
		{TransactionEventRequest{}, "timestamp[0]", []string{"no such index"}},
		{TransactionEventRequest{}, "meterValue[x]", []string{"no such index"}},
		{TransactionEventRequest{}, "meterValue[0][0]", []string{"no such index"}},
		{TransactionEventRequest{}, "meterValue[-1]", []string{"no such index"}},
		{AuthorizeRequest{}, "idToken.type.more", []string{"idToken.type is a single value"}},
	} {
		err := ResolvePath(reflect.TypeOf(c.message), c.path)
		if err == nil {
			t.Errorf("ResolvePath(%T, %q) accepts", c.message, c.path)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("ResolvePath(%T, %q) = %q, want it to say %q", c.message, c.path, err, want)
			}
		}
	}
}
