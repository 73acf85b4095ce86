namespace OrleansVideo.Media.Probing.Matroska;

/// <summary>Where an element claims to lie.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Body">Offset of the content.</param>
/// <param name="End">Offset behind it; null when unknown.</param>
internal readonly record struct Element(uint Id, long Body, long? End);
