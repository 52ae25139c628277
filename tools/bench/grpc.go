package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/encoding/protowire"
)

// overGRPC is a provider whose resource operations go through gRPC as those of a CLI do. What the libraries keep of a
// request that came this way is otherwise not in the heap.
type overGRPC struct {
	tfprotov6.ProviderServer
	connection *grpc.ClientConn
	server     *grpc.Server
}

// serve serves a provider on a socket in a folder.
func serve(ctx context.Context, folder string) (*overGRPC, error) {
	// A CLI leaves out what the user did not ask for; here nobody does.
	for _, name := range []string{"TF_LOG_PROVIDER_ALICLOUD", "TF_LOG_SDK"} {
		if err := os.Setenv(name, "OFF"); err != nil {
			return nil, err
		}
	}
	p := providerserver.NewProtocol6(newProvider())()
	server := grpc.NewServer()
	plugin := &tf6server.GRPCProviderPlugin{
		Name: "registry.terraform.io/alicloud-ims/alicloud", GRPCProvider: func() tfprotov6.ProviderServer { return p },
	}
	if err := plugin.GRPCServer(nil, server); err != nil {
		return nil, err
	}
	socket := filepath.Join(folder, "plugin")
	listener, err := (&net.ListenConfig{}).Listen(ctx, "unix", socket)
	if err != nil {
		return nil, err
	}
	go server.Serve(listener) //nolint:errcheck // The calls fail then.
	connection, err := grpc.NewClient("unix:"+socket, grpc.WithTransportCredentials(insecure.NewCredentials()))
	return &overGRPC{p, connection, server}, err
}

func (o *overGRPC) close() {
	_ = o.connection.Close()
	o.server.Stop()
}

// The numbers below are those of the fields in Terraform's plugin protocol, version 6.

func (o *overGRPC) PlanResourceChange(ctx context.Context, r *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	m, err := o.call(ctx, "PlanResourceChange", message{
		1: []byte(r.TypeName), 2: packed(r.PriorState), 3: packed(r.ProposedNewState), 4: packed(r.Config), 5: r.PriorPrivate,
	}, 4)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.PlanResourceChangeResponse{
		PlannedState: m.dynamic(), PlannedPrivate: m[3], PlannedIdentity: m.identity(7),
	}, nil
}

func (o *overGRPC) ApplyResourceChange(ctx context.Context, r *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	request := message{
		1: []byte(r.TypeName), 2: packed(r.PriorState), 3: packed(r.PlannedState), 4: packed(r.Config), 5: r.PlannedPrivate,
	}
	if r.PlannedIdentity != nil {
		request[7] = message{1: packed(r.PlannedIdentity.IdentityData)}.encode()
	}
	m, err := o.call(ctx, "ApplyResourceChange", request, 3)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.ApplyResourceChangeResponse{NewState: m.dynamic(), Private: m[2]}, nil
}

func (o *overGRPC) ReadResource(ctx context.Context, r *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	m, err := o.call(ctx, "ReadResource", message{1: []byte(r.TypeName), 2: packed(r.CurrentState), 3: r.Private}, 2)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.ReadResourceResponse{NewState: m.dynamic(), Private: m[3]}, nil
}

// call sends a request. An error among the diagnostics, which are the field of this number, is an error.
func (o *overGRPC) call(ctx context.Context, method string, request message, diagnostics protowire.Number) (message, error) {
	encoded := request.encode()
	var response []byte
	err := o.connection.Invoke(ctx, "/tfplugin6.Provider/"+method, &encoded, &response, grpc.ForceCodec(raw{}))
	if err != nil {
		return nil, err
	}
	decoded := message{}
	err = fields(response, func(n protowire.Number, value []byte, _ uint64) error {
		if n == diagnostics {
			return diagnosticError(value)
		}
		decoded[n] = value
		return nil
	})
	return decoded, err
}

// diagnosticError returns an error for a diagnostic of this severity.
func diagnosticError(encoded []byte) error {
	const isError = 1
	var severity uint64
	var summary, detail string
	err := fields(encoded, func(n protowire.Number, value []byte, number uint64) error {
		switch int(n) {
		case 1:
			severity = number
		case 2:
			summary = string(value)
		case 3:
			detail = string(value)
		}
		return nil
	})
	if err == nil && severity == isError {
		err = fmt.Errorf("%s: %s", summary, detail)
	}
	return err
}

// message is a message of the protocol whose fields are all bytes.
type message map[protowire.Number][]byte

func (m message) encode() []byte {
	var b []byte
	for n, value := range m {
		if value != nil {
			b = protowire.AppendTag(b, n, protowire.BytesType)
			b = protowire.AppendBytes(b, value)
		}
	}
	return b
}

// dynamic is the value in the first field.
func (m message) dynamic() *tfprotov6.DynamicValue {
	value := &tfprotov6.DynamicValue{}
	_ = fields(m[1], func(_ protowire.Number, packed []byte, _ uint64) error {
		value.MsgPack = packed
		return nil
	})
	return value
}

func (m message) identity(n protowire.Number) *tfprotov6.ResourceIdentityData {
	if m[n] == nil {
		return nil
	}
	inner := message{}
	_ = fields(m[n], func(n protowire.Number, value []byte, _ uint64) error {
		inner[n] = value
		return nil
	})
	return &tfprotov6.ResourceIdentityData{IdentityData: inner.dynamic()}
}

func packed(v *tfprotov6.DynamicValue) []byte {
	return message{1: v.MsgPack}.encode()
}

// fields calls a function with each field of an encoded message: bytes, or a number.
func fields(encoded []byte, each func(n protowire.Number, value []byte, number uint64) error) error {
	for len(encoded) > 0 {
		n, kind, size := protowire.ConsumeTag(encoded)
		if size < 0 {
			return protowire.ParseError(size)
		}
		encoded = encoded[size:]
		var value []byte
		var number uint64
		if kind == protowire.BytesType {
			value, size = protowire.ConsumeBytes(encoded)
		} else {
			number, size = protowire.ConsumeVarint(encoded)
		}
		if size < 0 {
			return protowire.ParseError(size)
		}
		if err := each(n, value, number); err != nil {
			return err
		}
		encoded = encoded[size:]
	}
	return nil
}

// raw passes messages that are encoded already.
type raw struct{}

func (raw) Marshal(v any) ([]byte, error) {
	encoded, ok := v.(*[]byte)
	if !ok {
		return nil, fmt.Errorf("not encoded: %T", v)
	}
	return *encoded, nil
}

func (raw) Unmarshal(data []byte, v any) error {
	encoded, ok := v.(*[]byte)
	if !ok {
		return fmt.Errorf("not encoded: %T", v)
	}
	*encoded = append([]byte(nil), data...)
	return nil
}

func (raw) Name() string { return "proto" }
