namespace OrleansVideo.Tests.Architecture.Violations;

internal sealed record CarelessPart(string Text);
