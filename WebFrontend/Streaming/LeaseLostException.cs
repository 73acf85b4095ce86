namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>A playback's lease ended while a response was under way: the response ends here, cut short.</summary>
internal sealed class LeaseLostException() : IOException("The playback's stream token is gone.");
