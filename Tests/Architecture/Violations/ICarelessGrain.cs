namespace OrleansVideo.Tests.Architecture.Violations;

/// <summary>Breaks every rule for interfaces, to show that the rules see it.</summary>
internal interface ICarelessGrain : IAddressable
{
    Task<CarelessMessage> Ask(IReadOnlyList<CarelessMessage> messages);
}
