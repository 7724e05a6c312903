// Loads one file of orders.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Chunk is a file of orders.
type Chunk struct {
	Region string `json:"region"`
	Path   string `json:"path"`
	Rows   int64  `json:"rows"`
}

// Loaded says what became of the rows.
type Loaded struct {
	Rows     int64 `json:"rows"`
	Rejected int64 `json:"rejected"`
}

// LoadChunkIn names the file and where it goes.
type LoadChunkIn struct {
	Chunk Chunk  `json:"chunk"`
	Dsn   string `json:"dsn"`
}

// LoadChunkOut is what the step gives.
type LoadChunkOut struct {
	Loaded Loaded `json:"loaded"`
}

// LoadChunk appends the rows that are orders to the folder of the DSN, and counts the others.
func LoadChunk(ctx context.Context, in LoadChunkIn) (LoadChunkOut, error) {
	folder, isFile := strings.CutPrefix(in.Dsn, "file://")
	if !isFile {
		return LoadChunkOut{}, fmt.Errorf("this sample writes to file:// only")
	}
	file, err := os.Open(in.Chunk.Path)
	if err != nil {
		return LoadChunkOut{}, err
	}
	defer file.Close()
	var kept strings.Builder
	var loaded Loaded
	lines := bufio.NewScanner(file)
	for lines.Scan(); lines.Scan() && ctx.Err() == nil; {
		if isOrder(lines.Text()) {
			kept.WriteString(lines.Text() + "\n")
			loaded.Rows++
		} else {
			loaded.Rejected++
		}
	}
	if err := lines.Err(); err != nil {
		return LoadChunkOut{}, err
	}
	name := strings.ReplaceAll(strings.Trim(in.Chunk.Path, "/"), "/", "_")
	// The whole file is replaced, so that a second attempt does no harm.
	if err := os.WriteFile(folder+"/"+name, []byte(kept.String()), 0o644); err != nil {
		return LoadChunkOut{}, err
	}
	return LoadChunkOut{Loaded: loaded}, ctx.Err()
}

func isOrder(line string) bool {
	fields := strings.Split(line, ",")
	if len(fields) != 3 {
		return false
	}
	quantity, err := strconv.Atoi(fields[2])
	return err == nil && quantity > 0
}
