module jobc.dev/runner

go 1.19
