namespace OrleansVideo.Tests.Architecture.Violations;

/// <summary>
/// Breaks every rule for interfaces, to show that the rules see it. Generic, so that Orleans, which checks every message
/// of every interface when a silo starts, sees no message here.
/// </summary>
internal interface ICarelessGrain<T> : IAddressable
{
    Task<T> Ask(IReadOnlyList<T> messages);

    Task<T> ListAll();
}
