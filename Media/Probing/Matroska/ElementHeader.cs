namespace OrleansVideo.Media.Probing.Matroska;

/// <summary>The head of one EBML element.</summary>
/// <param name="Id">Its id, marker bits included.</param>
/// <param name="HeaderLength">Bytes of id and size together.</param>
/// <param name="Size">Bytes of the content; null when unknown (a live recording).</param>
internal readonly record struct ElementHeader(uint Id, int HeaderLength, long? Size);
