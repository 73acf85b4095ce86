namespace OrleansVideo.Tests.Architecture.Violations;

internal sealed record CarelessMessage([property: Id(0)] CarelessPart Part);
