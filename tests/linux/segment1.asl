// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// PCI segment 1, one bus whose ECAM is guest RAM at @ECAM@ (filled in), and a
// motherboard device that reserves it: newer kernels want both.
DefinitionBlock ("segment1.aml", "SSDT", 2, "PRTCLS", "SEGMENT1", 1)
{
  Scope (\_SB)
  {
    Device (EMEM)
    {
      Name (_HID, EisaId ("PNP0C02"))
      Name (_UID, 0x51)
      Name (_CRS, ResourceTemplate ()
      {
        Memory32Fixed (ReadWrite, @ECAM@, 0x00100000)
      })
    }
    Device (PCI1)
    {
      Name (_HID, EisaId ("PNP0A08"))
      Name (_CID, EisaId ("PNP0A03"))
      Name (_SEG, 1)
      Name (_BBN, 0)
      Name (_UID, 0x52)
      Name (_CBA, @ECAM@)
      Name (_CRS, ResourceTemplate ()
      {
        WordBusNumber (ResourceProducer, MinFixed, MaxFixed, PosDecode,
                       0, 0, 0, 0, 1)
      })
    }
  }
}
