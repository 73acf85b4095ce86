namespace OrleansVideo.Tests.Architecture.Violations;

internal sealed record CarelessMessage([property: Id(0)] CarelessPart Part, [property: Id(1)] IReadOnlyList<CarelessKind?> Kinds);

internal enum CarelessKind
{
    None = 0,
}
