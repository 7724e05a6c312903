// Package load is packed with the package of its module that it imports.
package load

import (
	"context"

	"example.org/maps/internal/rows"
)

// LoadIn names the chunk.
type LoadIn struct {
	Chunk  rows.Chunk `json:"chunk"`
	Factor float64    `json:"factor"`
}

// LoadOut says how many rows there were.
type LoadOut struct {
	Rows int64 `json:"rows"`
}

// Load counts.
func Load(_ context.Context, in LoadIn) (LoadOut, error) {
	return LoadOut{Rows: in.Chunk.Rows}, nil
}
