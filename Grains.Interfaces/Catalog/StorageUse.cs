namespace OrleansVideo.Catalog;

/// <summary>An account's storage.</summary>
/// <param name="Used">Bytes charged, reservations of running uploads included.</param>
/// <param name="Limit">Bytes that the account may use.</param>
[GenerateSerializer, Immutable, Alias("StorageUse")]
public sealed record StorageUse([property: Id(0)] long Used, [property: Id(1)] long Limit);
