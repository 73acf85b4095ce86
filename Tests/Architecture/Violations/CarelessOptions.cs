namespace OrleansVideo.Tests.Architecture.Violations;

internal sealed class CarelessOptions
{
    public int Number { get; set; }

    public TimeSpan Time { get; set; }

    public int Computed => Number;
}
