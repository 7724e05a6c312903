module example.org/maps

go 1.19
