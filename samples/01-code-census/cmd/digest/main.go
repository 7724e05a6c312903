// Hashes one file, so that duplicates can be found.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
)

// DigestIn names the file.
type DigestIn struct {
	Directory string `json:"directory"`
	File      string `json:"file"`
}

// DigestOut is what the step gives.
type DigestOut struct {
	Sha256 string `json:"sha256"`
}

// Digest reads the file once, whatever its size.
func Digest(ctx context.Context, in DigestIn) (DigestOut, error) {
	file, err := os.Open(filepath.Join(in.Directory, in.File))
	if err != nil {
		return DigestOut{}, err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return DigestOut{}, err
	}
	return DigestOut{Sha256: hex.EncodeToString(hash.Sum(nil))}, nil
}
