package dev.jobc.plan;

/** Steps that decide when others run, how often, or whether. */
public sealed interface Control extends Node permits Flow, Repeat, Fan, Pause, SubWorkflow {}
